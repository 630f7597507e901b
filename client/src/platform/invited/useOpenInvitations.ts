import type { Invitation, MadeInvitation } from '@colloque/contract'
import { ref, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { useClient } from '../client.ts'
import { useErrorSentence } from '../refusal.ts'

/**
 * The links into a team or a circle that nobody has used yet; they are on the server alone. Call in setup.
 * @param place of the API: `/teams/<id>`, `/cases/<id>`
 * @param explain what the place says of a refusal, where it knows better
 */
export function useOpenInvitations(
  place: MaybeRefOrGetter<string>,
  explain: (error: unknown) => string | undefined,
) {
  const { api } = useClient()
  const sentence = useErrorSentence()
  const open = shallowRef<readonly Invitation[]>([])
  const problem = ref('')
  const busy = ref(false)
  const path = () => `${toValue(place)}/invitations`

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
    api.ask('GET', path()).then(
      (answer) => void (open.value = (answer as { items: Invitation[] }).items),
      () => undefined,
    )

  /**
   * @param before what has to be on record first
   * @returns the link, told this once; undefined where it was refused, and `problem` says why
   */
  const make = (invited: object, before?: () => Promise<unknown>) =>
    attempt(async () => {
      await before?.()
      const made = (await api.ask('POST', path(), invited)) as MadeInvitation
      open.value = [...open.value, made.invitation]
      return made
    })

  /** @returns whether it is withdrawn; otherwise `problem` says why not */
  const withdraw = async (id: string) =>
    (await attempt(async () => {
      await api.ask('DELETE', `${path()}/${id}`)
      open.value = open.value.filter((one) => one.id !== id)
      return true
    })) ?? false

  return { open, problem, busy, look, make, withdraw }
}
