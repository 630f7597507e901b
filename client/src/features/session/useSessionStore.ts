import { DomainError, type Account } from '@colloque/domain'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

export interface DemoAccount {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly profession: string | null
}

/**
 * unknown: not asked yet. signedIn: somebody is, or was when this device could last ask. signedOut: the server has
 * refused, or nobody was. unreachable: only the server could tell, and it does not answer.
 */
export type SessionStatus = 'unknown' | 'signedIn' | 'signedOut' | 'unreachable'

export const useSessionStore = defineStore('session', () => {
  const client = useClient()
  // Listens to the client's account from the start.
  useWorkspace()
  const status = ref<SessionStatus>('unknown')
  const account = shallowRef<Account | null>(null)
  /** undefined until the person has been asked on this device. */
  const ownDevice = ref<boolean>()
  /** The server has ended the last one: from another device, or because it was too old. */
  const wasEnded = ref(false)
  const isOpen = computed(() => status.value === 'signedIn')

  client.onAccount((signedIn, why) => {
    account.value = signedIn ?? null
    status.value = signedIn ? 'signedIn' : 'signedOut'
    ownDevice.value = client.ownDevice
    wasEnded.value = why === 'over'
  })

  /** @throws DomainError `unauthenticated` where address or password is wrong, `rate_limited` after too many attempts */
  async function signIn(email: string, password: string) {
    await client.signIn(email, password)
  }

  /** @throws PasskeyProblem; DomainError `unauthenticated` where the passkey is unknown, `rate_limited` */
  async function signInByPasskey() {
    const { passkeyObstacle, PasskeyProblem } = await import('../../platform/proof/passkeyProblem.ts')
    const obstacle = passkeyObstacle()
    if (obstacle) throw new PasskeyProblem(obstacle)
    const { usePasskey } = await import('../../platform/proof/ceremony.ts')
    await client.signInByPasskey(usePasskey)
  }

  /** Takes up the session of an earlier visit, without network too on a device of one's own. Never throws. */
  async function resume() {
    try {
      if (!(await client.resume())) status.value = 'signedOut'
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      status.value = 'unreachable'
    }
  }

  /** « Cet appareil est-il le vôtre ? » @throws DomainError */
  async function setOwnDevice(own: boolean) {
    await client.setOwnDevice(own)
    ownDevice.value = own
  }

  /** Leaves nothing of the session on this device, whether or not the server could be told. */
  const signOut = () => client.signOut()

  /** The accounts of the demo; none where the server is not one. */
  const demoAccounts = () =>
    client.api
      .demo()
      .then((demo): DemoAccount[] => [...(demo?.accounts ?? [])])
      .catch((): DemoAccount[] => [])

  return {
    status,
    account,
    ownDevice,
    wasEnded,
    isOpen,
    signIn,
    signInByPasskey,
    resume,
    setOwnDevice,
    signOut,
    demoAccounts,
  }
})
