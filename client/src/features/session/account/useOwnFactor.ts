/** One's own second factor: how it stands, and what can be done with it. */
import {
  OwnEnrolmentSchema,
  RecoveryCodesSchema,
  SecondFactorSchema,
  type OwnEnrolment,
  type SecondFactor,
} from '@colloque/contract'
import { ref } from 'vue'
import { useClient } from '../../../platform/client.ts'
import { useProof } from '../../../platform/proof/useProof.ts'

/** Call it in setup. What is asked throws DomainError, and is undefined when the person cancelled the proof. */
export function useOwnFactor() {
  const { api } = useClient()
  const { proved } = useProof()
  /** Undefined until the server has answered. */
  const state = ref<SecondFactor>()

  const codesOf = (answer: unknown) => RecoveryCodesSchema.parse(answer).recoveryCodes

  async function load() {
    state.value = SecondFactorSchema.parse(await api.ask('GET', '/me/second-factor'))
  }

  /** @returns what an app is to know, and the ticket for its first code */
  async function begin(): Promise<OwnEnrolment | undefined> {
    const answer = await proved(() => api.ask('POST', '/me/second-factor'))
    return answer === undefined ? undefined : OwnEnrolmentSchema.parse(answer)
  }

  /** @returns the recovery codes */
  async function confirm(ticket: string, code: string): Promise<readonly string[] | undefined> {
    const shown = { ticket, code: code.trim() }
    const answer = await proved(() => api.ask('POST', '/me/second-factor/confirm', shown))
    return answer === undefined ? undefined : codesOf(answer)
  }

  async function renewCodes(): Promise<readonly string[] | undefined> {
    const answer = await proved(() => api.ask('POST', '/me/second-factor/recovery-codes'))
    return answer === undefined ? undefined : codesOf(answer)
  }

  async function remove(): Promise<true | undefined> {
    return proved(async () => {
      await api.ask('DELETE', '/me/second-factor')
      return true as const
    })
  }

  return { state, load, begin, confirm, renewCodes, remove }
}
