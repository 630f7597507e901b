/**
 * Encryption of what a device keeps. AES-GCM under keys that WebCrypto makes and never gives out: IndexedDB holds
 * the key objects, scripts can use them on this device and read them nowhere. Without its key, what it sealed is
 * noise; so a key is removed first, and the records after it.
 */

/** `read`: what was read, which the server has. `unsent`: words that only this device has. */
export const VAULT_KEYS = ['read', 'unsent'] as const
export type VaultKey = (typeof VAULT_KEYS)[number]

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

export interface Vault {
  /** @param place where it is kept: it opens nowhere else */
  seal(key: VaultKey, place: string, bytes: Uint8Array): Promise<Sealed>
  /** @returns undefined for what another key has sealed, or was altered */
  open(key: VaultKey, place: string, sealed: Sealed): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** @param keyOf the key, made where there is none */
export function createVault(keyOf: (key: VaultKey) => Promise<CryptoKey>): Vault {
  const ways = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
    ...{ name: 'AES-GCM', iv },
    additionalData: new TextEncoder().encode(place),
  })
  return {
    async seal(key, place, bytes) {
      // Random and 96 bits: under one key good for 2^32 records (NIST SP 800-38D 8.3).
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const data = bytes as Uint8Array<ArrayBuffer>
      return { iv, sealed: await crypto.subtle.encrypt(ways(iv, place), await keyOf(key), data) }
    },
    async open(key, place, { iv, sealed }) {
      try {
        const bytes = await crypto.subtle.decrypt(ways(iv, place), await keyOf(key), sealed)
        return new Uint8Array(bytes)
      } catch {
        return undefined
      }
    },
  }
}

export const newVaultKey = () =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

/** Plain values in and out of bytes. */
export const toBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
export const fromBytes = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))
