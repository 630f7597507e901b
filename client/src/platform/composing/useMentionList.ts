import type { Mention, StreamName } from '@colloque/domain'
import { computed, ref, shallowRef, useId, watch, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { triggerAt, type MentionCandidate, type MentionTrigger } from './mentions.ts'
import { useMentions } from './useMentions.ts'

/** Puts the chosen one where the sign and its letters stand. */
type Insert = (mention: Mention, trigger: MentionTrigger) => void

/**
 * The list of names under the fingers, for a textarea and for an editor alike: whoever holds the words says what
 * stands before the caret, and asks first what a key means. Call in setup.
 */
export function useMentionList(stream: MaybeRefOrGetter<StreamName>, insert: Insert) {
  const { t } = useI18n({ useScope: 'global' })
  const announcer = useAnnouncer()
  const mentions = useMentions(stream)
  const listId = useId()
  const trigger = shallowRef<MentionTrigger>()
  const active = ref(0)
  /** The sign that Escape has closed the list of. */
  let closedAt: number | undefined

  const candidates = computed(() =>
    trigger.value ? mentions.find(trigger.value.sign, trigger.value.query) : [],
  )
  /** A single unknown word is answered; a sentence after a sign is no search. */
  const isUnknown = computed(
    () =>
      trigger.value !== undefined &&
      candidates.value.length === 0 &&
      trigger.value.query.length > 1 &&
      !/\s/.test(trigger.value.query) &&
      (trigger.value.sign === '@' || mentions.place.caseId.value !== undefined),
  )
  const isOpen = computed(() => candidates.value.length > 0)
  const optionId = (index: number) => `${listId}-${index}`

  watch(candidates, (now, before) => {
    active.value = 0
    if (now.length > 0 && now.length !== before.length)
      announcer.announce(t('composing.mention.offered', now.length))
  })
  watch(isUnknown, (unknown) => {
    if (unknown) announcer.announce(t('composing.mention.unknown'))
  })

  /** @param before the text from the beginning of the line to the caret; undefined where nothing is written */
  function follow(before: string | undefined) {
    const found = before === undefined ? undefined : triggerAt(before)
    if (found?.from !== closedAt) closedAt = undefined
    trigger.value = found && found.from === closedAt ? undefined : found
  }

  function close() {
    closedAt = trigger.value?.from
    trigger.value = undefined
  }

  function choose(candidate: MentionCandidate | undefined) {
    const held = trigger.value
    if (!candidate || !held) return
    closedAt = held.from
    trigger.value = undefined
    insert(candidate.mention, held)
  }

  /** @returns whether the list has taken the key */
  function onKey(event: KeyboardEvent): boolean {
    if (!isOpen.value || event.isComposing) return false
    const { length } = candidates.value
    if (event.key === 'ArrowDown') active.value = (active.value + 1) % length
    else if (event.key === 'ArrowUp') active.value = (active.value + length - 1) % length
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab')
      choose(candidates.value[active.value])
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  /** Of the element that holds the words, for those who hear the list. */
  const attributes = computed(() => ({
    'aria-autocomplete': 'list' as const,
    'aria-haspopup': 'listbox' as const,
    ...(isOpen.value ? { 'aria-controls': listId, 'aria-activedescendant': optionId(active.value) } : {}),
  }))

  return { listId, optionId, candidates, active, isOpen, isUnknown, attributes, follow, close, choose, onKey }
}
export type MentionListState = ReturnType<typeof useMentionList>
