/**
 * Who is signed in, and the access token that says so. The access token lives in memory alone; the refresh
 * token in a cookie that scripts cannot read (in Node, which has no cookie jar, in a variable here).
 */
import type { Session } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import { exchange, jsonOf, type Fetch } from './http.ts'
import { createListeners, type Unlisten } from './listeners.ts'

/** Renewed after this part of a token's life, so that it is fresh when a phone wakes up in the lift. */
const RENEW_AFTER = 0.8
const DEFAULT_LIFE_MS = 10 * 60_000
const REFRESH_LOCK = 'colloque-refresh'

export type SessionEnd = 'signedOut' | 'over' | 'otherAccount'

/** Has an authenticator answer to the options of the server; both as WebAuthn's JSON. */
export type UsePasskey = (options: object) => Promise<object>

export interface SessionKeeperOptions {
  readonly baseUrl: string
  readonly cookies: 'browser' | 'own'
  readonly fetch: Fetch
  /** Web Locks, where there are several tabs to one cookie. */
  readonly locks?: LockManager | undefined
  readonly now: () => number
}

export interface SessionKeeper {
  readonly account: Account | undefined
  /** @throws DomainError unauthenticated, rate_limited, unavailable */
  signIn(email: string, password: string): Promise<Account>
  /** @param use hands the server's options to an authenticator. @throws what it throws; DomainError as `signIn` */
  signInByPasskey(use: UsePasskey): Promise<Account>
  /**
   * Opens a session by another step than those two: a second factor, an invitation.
   * @param path below `/api/v1`; it answers with a session
   * @throws DomainError
   */
  enterBy<Answer extends Session>(path: string, shown: object): Promise<Answer>
  /** A request of whoever may not have signed in; the cookies of the session go with it. @throws DomainError */
  askOpenly(method: string, path: string, body?: object): Promise<Response>
  /** Renews the access token; several callers share one exchange. @throws DomainError unauthenticated: the session is over */
  refresh(): Promise<Account>
  /** Ends the session here, then on the server. @throws DomainError unavailable when the server was not told */
  signOut(): Promise<void>
  /** An access token with life left in it. */
  token(): Promise<string>
  /** Drops the token without a word to the server, because it said that the session is over. */
  end(why: SessionEnd): void
  /**
   * A request in the name of the person; a token that is refused is renewed once.
   * @param by what carries it, where it is not the client's own `fetch`
   */
  fetch(path: string, init?: RequestInit, by?: Fetch): Promise<Response>
  /** Of each renewal. */
  onToken(listener: (token: string, account: Account) => void): Unlisten
  onEnd(listener: (why: SessionEnd) => void): Unlisten
  /** Stops the timer; the session goes on. */
  close(): void
}

export function createSessionKeeper(options: SessionKeeperOptions): SessionKeeper {
  const { baseUrl, fetch, now } = options
  const tokens = createListeners<[token: string, account: Account]>()
  const ends = createListeners<[why: SessionEnd]>()
  const cookies = new Map<string, string>()
  let held: { token: string; account: Account; renewAt: number } | undefined
  let renewal: Promise<Account> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Raised by sign-in and sign-out: an answer to a renewal that began before is of another session. */
  let generation = 0

  async function askOpenly(method: string, path: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = {}
    if (body) headers['content-type'] = 'application/json'
    if (held) headers['authorization'] = `Bearer ${held.token}`
    if (options.cookies === 'own' && cookies.size > 0) {
      headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    }
    const response = await exchange(
      async (url, init) => {
        const answer = await fetch(url, init)
        if (options.cookies === 'own') keepCookies(answer)
        return answer
      },
      `${baseUrl}/api/v1${path}`,
      { method, headers, credentials: 'same-origin', ...(body ? { body: JSON.stringify(body) } : {}) },
    )
    return response
  }

  function keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const name = pair.slice(0, at).trim()
      const value = pair.slice(at + 1).trim()
      const expired = attributes.some((attribute) => /^\s*max-age\s*=\s*0\s*$/i.test(attribute))
      if (value === '' || expired) cookies.delete(name)
      else cookies.set(name, value)
    }
  }

  function hold(session: Session): Account {
    const life = lifeOf(session.accessToken)
    held = { token: session.accessToken, account: session.account, renewAt: now() + life * RENEW_AFTER }
    clearTimeout(timer)
    timer = setTimeout(() => void refresh().catch(() => undefined), life * RENEW_AFTER)
    if (typeof timer === 'object') timer.unref()
    return session.account
  }

  async function enterBy<Answer extends Session>(path: string, shown: object): Promise<Answer> {
    const response = await askOpenly('POST', path, shown)
    generation++
    const answer = (await jsonOf(response)) as Answer
    hold(answer)
    return answer
  }

  function end(why: SessionEnd): void {
    generation++
    clearTimeout(timer)
    held = undefined
    ends.tell(why)
  }

  function refresh(): Promise<Account> {
    renewal ??= renew().finally(() => (renewal = undefined))
    return renewal
  }

  async function renew(): Promise<Account> {
    const began = generation
    // Refresh tokens rotate, and one used twice revokes the whole session: only one tab at a time.
    const exchangeToken = async () =>
      (await jsonOf(await askOpenly('POST', '/session/refresh', {}))) as Session
    try {
      const session = await (options.locks && options.cookies === 'browser'
        ? options.locks.request(REFRESH_LOCK, exchangeToken)
        : exchangeToken())
      if (began !== generation) throw new DomainError('unauthenticated', { reason: 'replaced' })
      if (held && held.account.id !== session.account.id) {
        // Another tab signed somebody else in, and the cookie is theirs now.
        end('otherAccount')
        throw new DomainError('unauthenticated', { reason: 'otherAccount' })
      }
      hold(session)
      tokens.tell(session.accessToken, session.account)
      return session.account
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthenticated' && began === generation)
        end('over')
      throw error
    }
  }

  async function token(): Promise<string> {
    if (held && now() < held.renewAt) return held.token
    await refresh()
    if (!held) throw new DomainError('unauthenticated')
    return held.token
  }

  return {
    get account() {
      return held?.account
    },
    signIn: async (email, password) => (await enterBy('/session', { email, password })).account,
    async signInByPasskey(use) {
      const options = (await jsonOf(await askOpenly('POST', '/session/passkey/options'))) as object
      return (await enterBy('/session/passkey', { response: await use(options) })).account
    },
    enterBy,
    askOpenly,
    refresh,
    async signOut() {
      // Told first with the token still in hand; ended here whatever the answer.
      const told = askOpenly('DELETE', '/session')
      end('signedOut')
      try {
        await told
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'unauthenticated')) throw error
      } finally {
        cookies.clear()
      }
    },
    token,
    end,
    async fetch(path, init = {}, by = fetch) {
      const attempt = async () =>
        exchange(by, `${baseUrl}${path}`, {
          ...init,
          credentials: 'same-origin',
          headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${await token()}` },
        })
      const used = held?.token
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'unauthenticated' && held)) throw error
        if (held.token === used) await refresh()
        return attempt()
      }
    },
    onToken: tokens.add,
    onEnd: ends.add,
    close: () => clearTimeout(timer),
  }
}

/** Life of a JWT by its own account (the device's clock may be wrong by hours), in milliseconds. */
function lifeOf(token: string): number {
  try {
    const payload = token.split('.')[1] ?? ''
    const { exp, iat } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Record<
      string,
      unknown
    >
    if (typeof exp === 'number' && typeof iat === 'number' && exp > iat) return (exp - iat) * 1_000
  } catch {
    // Not a JWT that can be read: the contract's ten minutes.
  }
  return DEFAULT_LIFE_MS
}
