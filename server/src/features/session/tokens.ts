import { createHash, createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { KeyRing } from '../../platform/secret.ts'

/** Lifetime of an access token, in seconds. */
const ACCESS_SECONDS = 600
const ISSUER = 'colloque'
const AUDIENCE = 'colloque:api'

const ClaimsSchema = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() })

export interface AccessClaims {
  readonly accountId: string
  readonly sessionId: string
  /** Seconds since 1970. */
  readonly expiresAt: number
}

export interface Tokens {
  signAccess(accountId: string, sessionId: string): string
  /** @returns undefined for whatever is not a valid access token of ours */
  verifyAccess(token: string): AccessClaims | undefined
}

/**
 * The algorithm is pinned; of a token's own header only the name of the key counts, and it names one of ours or none.
 */
export function createTokens(keys: KeyRing, clock: () => Date): Tokens {
  // Given bytes, jsonwebtoken tries at each token whether they are a public key, which costs more than all the rest.
  const keyObjects = new Map(keys.all.map(({ id, secret }) => [id, createSecretKey(secret)]))
  return {
    signAccess: (accountId, sessionId) => {
      const { id: kid } = keys.first
      return jwt.sign(
        { sid: sessionId, iat: Math.floor(clock().getTime() / 1000), jti: randomUUID() },
        keyObjects.get(kid) as KeyObject,
        {
          algorithm: 'HS256',
          subject: accountId,
          issuer: ISSUER,
          audience: AUDIENCE,
          expiresIn: ACCESS_SECONDS,
          keyid: kid,
          header: { alg: 'HS256', typ: 'at+jwt', kid },
        },
      )
    },
    verifyAccess: (token) => {
      try {
        const key = keyObjects.get(jwt.decode(token, { complete: true })?.header.kid ?? '')
        if (!key) return undefined
        const { header, payload } = jwt.verify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          complete: true,
          clockTimestamp: Math.floor(clock().getTime() / 1000),
        })
        if (header.typ !== 'at+jwt') return undefined
        const { sub, sid, exp } = ClaimsSchema.parse(payload)
        return { accountId: sub, sessionId: sid, expiresAt: exp }
      } catch {
        return undefined
      }
    },
  }
}

/** A refresh token: the session's id and 32 random bytes; only its hash is stored. */
export function newRefreshToken(sessionId: string): { token: string; hash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { token: `${sessionId}.${secret}`, hash: hashRefresh(secret) }
}

export function parseRefreshToken(
  token: string | undefined,
): { sessionId: string; hash: string } | undefined {
  const match = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token ?? '')
  return match?.[1] && match[2] ? { sessionId: match[1], hash: hashRefresh(match[2]) } : undefined
}

const hashRefresh = (secret: string) => createHash('sha256').update(secret).digest('base64url')
