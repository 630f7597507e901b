import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { request } from '../../platform/http.ts'
import { Refusal } from '../../platform/refusal.ts'

/** The part of the contract's account that the screens show. */
export interface SignedInAccount {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly profession: string
}

interface SessionAnswer {
  readonly accessToken: string
  readonly account: SignedInAccount
}

export interface DemoAccount {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly profession: string
}

/** Who was signed in here, so that the app opens without network. No token, nothing of a patient. */
const REMEMBERED = 'colloque.account'

/**
 * unknown: not asked yet. signedIn: the server has agreed. away: it cannot be reached, and this device was signed in
 * when it last could be. signedOut: it has refused, or nobody was.
 */
export type SessionStatus = 'unknown' | 'signedIn' | 'away' | 'signedOut'

export const useSessionStore = defineStore('session', () => {
  const status = ref<SessionStatus>('unknown')
  const account = ref<SignedInAccount | null>(null)
  /** Lasts ten minutes, in memory only. */
  const accessToken = ref<string | null>(null)
  const isOpen = computed(() => status.value === 'signedIn' || status.value === 'away')

  function open(answer: SessionAnswer) {
    accessToken.value = answer.accessToken
    account.value = answer.account
    status.value = 'signedIn'
    const { id, name, email, profession } = answer.account
    localStorage.setItem(REMEMBERED, JSON.stringify({ id, name, email, profession }))
  }

  function close() {
    accessToken.value = null
    account.value = null
    status.value = 'signedOut'
    localStorage.removeItem(REMEMBERED)
  }

  /** @throws Refusal `unauthenticated` where address or password is wrong, `rate_limited` after too many attempts */
  async function signIn(email: string, password: string) {
    open(await request<SessionAnswer>('POST', '/session', { email, password }))
  }

  /** Renews the session from its cookie; called at start and before the access token ends. Never throws. */
  async function resume() {
    try {
      open(await request<SessionAnswer>('POST', '/session/refresh'))
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unauthenticated') return close()
      account.value = remembered()
      status.value = account.value ? 'away' : 'signedOut'
    }
  }

  /** Leaves nothing of the session on this device, whether or not the server could be told. */
  async function signOut() {
    const token = accessToken.value ?? undefined
    close()
    await request('DELETE', '/session', undefined, token).catch(() => undefined)
  }

  /** The accounts of the demo; none where the server is not one. */
  const demoAccounts = () =>
    request<{ accounts?: DemoAccount[] } | undefined>('GET', '/demo')
      .then((demo) => demo?.accounts ?? [])
      .catch((): DemoAccount[] => [])

  return { status, account, accessToken, isOpen, signIn, resume, signOut, demoAccounts }
})

function remembered(): SignedInAccount | null {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null') as SignedInAccount | null
  } catch {
    return null
  }
}
