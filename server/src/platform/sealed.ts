import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { KeyRing, SecretKey } from './secret.ts'

const CIPHER = 'aes-256-gcm'

/** Keeps words that the server needs back, and that a copy of the database must not give away. */
export interface Sealer {
  /** @param boundTo whom it is of: sealed words moved to somebody else do not open */
  seal(text: string, boundTo: string): string
  /** @returns undefined for whatever was not sealed so, or by a secret that is gone */
  open(sealed: string, boundTo: string): string | undefined
  /** Whether the secret in use sealed it. */
  isCurrent(sealed: string): boolean
}

/** @param purpose keys of different purposes have nothing in common */
export function createSealer(keys: KeyRing, purpose: string): Sealer {
  return {
    seal: (text, boundTo) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv(CIPHER, derivedKey(keys.first, purpose), nonce)
      cipher.setAAD(Buffer.from(boundTo))
      const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${keys.first.id}.${Buffer.concat(parts).toString('base64url')}`
    },
    open: (sealed, boundTo) => {
      const [id, body = ''] = sealed.split('.')
      const key = keys.find(id)
      const bytes = Buffer.from(body, 'base64url')
      if (!key || bytes.length < 12 + 16) return undefined
      const decipher = createDecipheriv(CIPHER, derivedKey(key, purpose), bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(boundTo))
      decipher.setAuthTag(bytes.subarray(-16))
      try {
        return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${keys.first.id}.`),
  }
}

/** 32 bytes for one purpose. Source: RFC 5869. */
export const derivedKey = ({ secret }: SecretKey, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `colloque ${purpose}`, 32))
