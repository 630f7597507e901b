/**
 * Devices that somebody has signed in from before. Their guesses are counted apart from those of strangers, so that
 * whoever types wrong passwords on purpose keeps only strangers out. Source: OWASP, "device cookies".
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import { derivedKey } from '../../platform/sealed.ts'
import type { KeyRing, SecretKey } from '../../platform/secret.ts'

const DEVICE_COOKIE = '__Host-colloque-device'
/** As long as browsers keep a cookie. Source: RFC 6265bis, 5.5: 400 days. */
const DAYS = 400
/** People of one computer; the one who signed in last stands first. */
const PEOPLE_MAX = 8

export interface KnownDevices {
  /** @returns by what guesses of this device are counted for an account; undefined for one that never signed in to it */
  of(request: Request, email: string): string | undefined
  /** Notes a sign-in in the device's cookie. */
  remember(request: Request, response: Response, email: string): void
}

interface Known {
  /** Names the account, and shows no address. */
  readonly person: string
  readonly nonce: string
}

export function createKnownDevices(keys: KeyRing): KnownDevices {
  const macOf = (key: SecretKey, text: string) =>
    createHmac('sha256', derivedKey(key, 'device cookie')).update(`${key.id}.${text}`).digest()

  const read = ({ headers }: Request): Known[] => {
    const [id, text = '', mac = ''] = (parseCookie(headers.cookie ?? '')[DEVICE_COOKIE] ?? '').split('.')
    const key = keys.find(id)
    const given = Buffer.from(mac, 'base64url')
    if (!key || given.length !== 32 || !timingSafeEqual(given, macOf(key, text))) return []
    return text.split('~').flatMap((entry) => {
      const [person, nonce] = entry.split(':')
      return person && nonce ? [{ person, nonce }] : []
    })
  }

  return {
    of: (request, email) => read(request).find(({ person }) => person === nameOf(email))?.nonce,
    remember: (request, response, email) => {
      const person = nameOf(email)
      const others = read(request).filter((known) => known.person !== person)
      const all = [{ person, nonce: randomBytes(12).toString('base64url') }, ...others].slice(0, PEOPLE_MAX)
      const text = all.map(({ person, nonce }) => `${person}:${nonce}`).join('~')
      const mac = macOf(keys.first, text).toString('base64url')
      const cookie = stringifySetCookie({
        name: DEVICE_COOKIE,
        value: `${keys.first.id}.${text}.${mac}`,
        httpOnly: true,
        secure: true,
        sameSite: 'strict',
        path: '/',
        maxAge: DAYS * 86_400,
      })
      response.append('Set-Cookie', cookie)
    },
  }
}

const nameOf = (email: string) =>
  createHash('sha256').update(email.toLowerCase()).digest('base64url').slice(0, 16)
