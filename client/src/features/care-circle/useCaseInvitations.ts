import type { Invitation, MadeInvitation } from '@colloque/contract'
import { ref, shallowRef } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useCircleErrors } from './useCircleErrors.ts'

/** The links into a circle that are still open; they are on the server alone. Call in setup. */
export function useCaseInvitations(caseId: string) {
  const client = useClient()
  const explain = useCircleErrors()
  const sentence = useErrorSentence()
  const open = shallowRef<readonly Invitation[]>([])
  const problem = ref('')
  const busy = ref(false)
  const path = `/cases/${caseId}/invitations`

  async function attempt<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
    if (busy.value) return undefined
    problem.value = ''
    busy.value = true
    try {
      return await act()
    } catch (error) {
      problem.value = explain(error) ?? sentence(error)
      return undefined
    } finally {
      busy.value = false
    }
  }

  /** Without a network the list is only not there: nothing to say. */
  const look = () =>
    client.api.ask('GET', path).then(
      (answer) => void (open.value = (answer as { items: Invitation[] }).items),
      () => undefined,
    )

  /**
   * @param before what has to be on record first
   * @returns the link, told this once; undefined where it was refused, and `problem` says why
   */
  const make = (memberId: string, email: string, before?: () => Promise<unknown>) =>
    attempt(async () => {
      await before?.()
      const made = (await client.api.ask('POST', path, { memberId, email })) as MadeInvitation
      open.value = [...open.value, made.invitation]
      return made
    })

  const withdraw = async (id: string) =>
    (await attempt(async () => {
      await client.api.ask('DELETE', `${path}/${id}`)
      open.value = open.value.filter((one) => one.id !== id)
      return true
    })) ?? false

  return { open, problem, busy, look, make, withdraw }
}
