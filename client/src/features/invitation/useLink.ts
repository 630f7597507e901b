/** What the link that was opened is for, or why it does nothing any more. */
import { InvitationLinkSchema, type InvitationLink } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { onMounted, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteUpdate } from 'vue-router'
import { useClient } from '../../platform/client.ts'
import { usePasswordRefusal } from '../../platform/identity/usePasswordRefusal.ts'
import { PasskeyProblem } from '../../platform/proof/passkeyProblem.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { dropToken, heldToken } from './heldToken.ts'
import { takeLink } from './link.ts'

const ENDS = ['unknown', 'used', 'withdrawn', 'expired'] as const
type LinkEnd = (typeof ENDS)[number]

const REFUSALS: readonly unknown[] = [
  'sign_in_first',
  'of_another_account',
  'no_profession',
  'passkey_refused',
  'has_account',
  'already_in_circle',
  'already_member',
  'person_objects',
  'consent_missing',
]

/** Call it in setup. */
export function useLink() {
  const { t } = useI18n()
  const { api } = useClient()
  const sentence = useErrorSentence()
  const passwordRefusal = usePasswordRefusal()
  const link = shallowRef<InvitationLink>()
  const over = ref<LinkEnd>()
  const busy = ref('')
  const problem = ref('')
  /** Stands at the password. */
  const refused = ref('')

  /** One act at a time; what ends the link is shown in place of it. */
  async function attempt(what: string, act: (token: string) => Promise<unknown>) {
    if (busy.value) return
    busy.value = what
    problem.value = refused.value = ''
    try {
      const token = heldToken()
      if (token === undefined) over.value = 'unknown'
      else await act(token)
    } catch (error) {
      explain(error)
    } finally {
      busy.value = ''
    }
  }

  function explain(error: unknown) {
    const why = error instanceof DomainError ? error.data['why'] : undefined
    const end = ENDS.find((known) => known === why)
    if (end && error instanceof DomainError && error.code === 'not_found') {
      over.value = end
      dropToken()
      return
    }
    refused.value = passwordRefusal(error) ?? ''
    if (refused.value) return
    if (error instanceof PasskeyProblem) problem.value = t(`invitation.passkeyProblem.${error.kind}`)
    else if (REFUSALS.includes(why)) problem.value = t(`invitation.refusal.${String(why)}`)
    else problem.value = sentence(error)
  }

  const read = () =>
    attempt('read', async (token) => {
      link.value = InvitationLinkSchema.parse(await api.askOpenly('POST', '/invitations/read', { token }))
    })

  onMounted(read)
  // Another link, opened in the same tab.
  onBeforeRouteUpdate((to) => {
    const next = takeLink(to)
    if (next === true) return true
    link.value = over.value = undefined
    void read()
    return next
  })

  return { link, over, busy, problem, refused, attempt, read }
}
