/** What is done to the needs of a case: put in order, met, dropped, taken up again. Shown at once. */
import { openNeeds, orderNeeds, updateNeed, type NeedUpdate } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useErrorSentence } from '../refusal.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { movedIds } from './needOrder.ts'

export type HeldNeed = Present<'need'>

/** Call in setup. */
export function useNeedActs(caseId: string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const sentence = useErrorSentence()
  const sayDone = useUndoToast()
  const toast = useToast()

  const held = computed(() => workspace.list(caseId, 'need'))
  const ranked = computed(() => held.value.map(({ id, after }) => ({ id, need: after })))
  /** The first one first. */
  const open = computed(() =>
    openNeeds(ranked.value).flatMap(({ id }) => held.value.find((one) => one.id === id) ?? []),
  )
  /** The last to end first. */
  const ended = computed(() =>
    held.value
      .filter(({ after }) => after.status !== 'open')
      .sort((one, other) => ((one.after.ended?.at ?? '') < (other.after.ended?.at ?? '') ? 1 : -1)),
  )

  const overlay = (id: string, after: unknown) => ({ stream: `case:${caseId}`, type: 'need', id, after })

  async function tell(sent: Promise<unknown>): Promise<void> {
    try {
      await sent
    } catch (error) {
      const said = sentence(error)
      announcer.announce(said)
      toast.add({ title: said, color: 'neutral', icon: 'i-lucide-circle-alert' })
    }
  }

  /** @returns whether it moved */
  function move({ id, after }: HeldNeed, by: -1 | 1): boolean {
    const ids = movedIds(
      open.value.map((one) => one.id),
      id,
      by,
    )
    if (!ids) return false
    const optimistic = orderNeeds(ranked.value, ids).map((moved) => overlay(moved.id, moved.need))
    void tell(workspace.send('needs.order', { caseId, ids }, { optimistic }))
    const n = ids.indexOf(id) + 1
    announcer.announce(t('need.act.moved', { text: after.text, n, count: ids.length }))
    return true
  }

  function update({ id, after }: HeldNeed, change: NeedUpdate): void {
    const next = updateNeed(after, change, workspace.account?.id ?? '', new Date().toISOString())
    const optimistic = [overlay(id, next)]
    void tell(workspace.send('need.update', { needId: id, ...change }, { optimistic }))
  }

  function say(done: string, undo?: () => void) {
    announcer.announce(done)
    sayDone(done, undo)
  }
  /** As it stands now: what is undone is the act, not what others did since. */
  const again = (id: string) => () => {
    const now = held.value.find((one) => one.id === id)
    if (now) update(now, { status: 'open' })
  }
  function meet(need: HeldNeed): void {
    update(need, { status: 'met' })
    say(t('need.act.metDone'), again(need.id))
  }
  function drop(need: HeldNeed, reason: string): void {
    update(need, { status: 'dropped', reason })
    say(t('need.act.droppedDone'), again(need.id))
  }
  function reopen(need: HeldNeed): void {
    update(need, { status: 'open' })
    say(t('need.act.reopened'))
  }

  return { open, ended, move, meet, drop, reopen, update }
}
