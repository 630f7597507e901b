import { standingWishes, type WishAspect } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useSay } from '../../../platform/useSay.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'

export interface SaidWish {
  readonly id: string
  readonly aspect: WishAspect
  readonly text: string
  /** A calendar day. */
  readonly heardOn: string
  /** Account id. */
  readonly heardBy: string
  /** What the case said at its opening: no wish of its own that could be taken back. */
  readonly isFirst: boolean
}

/** What the person wants, as it stands, and how a wish is taken back. Call in setup. */
export function useWishes(caseId: string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const say = useSay()
  const toast = useToast()

  const wishes = computed<readonly SaidWish[]>(() => {
    const held = workspace.list(caseId, 'personWish').map(({ id, after }) => ({ id, wish: after }))
    const said = standingWishes(held).map(({ id, wish: { aspect, text, heardOn, heardBy } }) => ({
      id,
      aspect,
      text,
      heardOn,
      heardBy,
      isFirst: false,
    }))
    const first = workspace.patientCase(caseId)?.wish
    if (!first || said.some(({ aspect }) => aspect === 'project')) return said
    const heardOn = dayAt(new Date(first.heard.at))
    const heardBy = first.heard.by
    return [{ id: caseId, aspect: 'project', text: first.text, heardOn, heardBy, isFirst: true }, ...said]
  })

  async function withdraw(wish: SaidWish, reason: string) {
    try {
      await workspace.send('wish.withdraw', { wishId: wish.id, reason })
      say(t('care-plan.wish.withdrawn'))
    } catch (error) {
      toast.add({ title: sentence(error), color: 'neutral', icon: 'i-lucide-circle-alert' })
    }
  }

  return { wishes, withdraw }
}
