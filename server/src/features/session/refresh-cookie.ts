import type { Session } from '@colloque/contract'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { SignedIn } from './sessions.ts'

/** `__Host-` binds it to this host and to HTTPS; browsers take it from http://localhost as well. */
const REFRESH_COOKIE = '__Host-colloque'

const cookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const

/** The refresh token that a request carries, whatever it is worth. */
export const refreshCookie = ({ headers }: Request) => parseCookie(headers.cookie ?? '')[REFRESH_COOKIE]

export function setRefreshCookie(
  response: Response,
  { refreshToken, expiresAt }: Pick<SignedIn, 'refreshToken' | 'expiresAt'>,
): void {
  const value = { name: REFRESH_COOKIE, value: refreshToken, ...cookieOptions, expires: expiresAt }
  response.append('Set-Cookie', stringifySetCookie(value))
}

/** Answers with the session that was opened or renewed: the access token in the body, the other in its cookie. */
export function answerSession(
  response: Response,
  signedIn: SignedIn,
  also: () => void = () => undefined,
): void {
  setRefreshCookie(response, signedIn)
  also()
  response.setHeader('Cache-Control', 'no-store')
  const session: Session = { accessToken: signedIn.accessToken, account: signedIn.account }
  response.json(session)
}

export function forgetRefreshCookie(response: Response): void {
  const value = { name: REFRESH_COOKIE, value: '', ...cookieOptions, maxAge: 0 }
  response.append('Set-Cookie', stringifySetCookie(value))
}
