import type { Invitation, MadeInvitation } from '@colloque/contract'
import type { Profession } from '@colloque/domain'
import { ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useTeamErrors } from './useTeamErrors.ts'

export interface Invited {
  readonly name: string
  readonly email: string
  readonly profession: Profession
  readonly rpps: string | null
}

/** The invitations of a team that are still open; they are on the server alone. Call in setup. */
export function useInvitations(teamId: MaybeRefOrGetter<string>) {
  const client = useClient()
  const explain = useTeamErrors()
  const sentence = useErrorSentence()
  const open = shallowRef<readonly Invitation[]>([])
  const problem = ref('')
  const busy = ref(false)
  const path = () => `/teams/${toValue(teamId)}/invitations`

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
  const read = async () => {
    const { items } = (await client.api.ask('GET', path())) as { items: Invitation[] }
    open.value = items
  }
  /** Without a network the list is only not there: nothing to say. */
  const look = () => read().catch(() => undefined)
  watch(() => toValue(teamId), look, { immediate: true })

  /** @returns the link, told this once; undefined where it was refused, and `problem` says why */
  const make = (invited: Invited) =>
    attempt(async () => {
      const made = (await client.api.ask('POST', path(), invited)) as MadeInvitation
      open.value = [...open.value, made.invitation]
      return made
    })

  const withdraw = async (id: string) =>
    (await attempt(async () => {
      await client.api.ask('DELETE', `${path()}/${id}`)
      open.value = open.value.filter((one) => one.id !== id)
      return true
    })) ?? false

  return { open, problem, busy, make, withdraw, look }
}
