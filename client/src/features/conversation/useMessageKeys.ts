/** The keyboard among messages: one of them is in the order of Tab, arrows go on from it, R answers. */
import { computed, ref, type Ref } from 'vue'
import type { StreamMessage } from './stream.ts'

/** @param answer opens the thread of a message */
export function useMessageKeys(
  scroller: Readonly<Ref<HTMLElement | null>>,
  shown: Readonly<Ref<readonly StreamMessage[]>>,
  answer: (id: string) => void,
) {
  const chosen = ref<string>()
  /** The last one at first: where the reader is. */
  const current = computed(() =>
    shown.value.some(({ id }) => id === chosen.value) ? chosen.value : shown.value.at(-1)?.id,
  )

  function focus(id: string | undefined) {
    if (id === undefined) return
    chosen.value = id
    const element = scroller.value?.querySelector<HTMLElement>(`#message-${id}`)
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest' })
  }

  function onKeydown(event: KeyboardEvent) {
    const { target, key } = event
    // Only on a message itself: its buttons and links keep their own keys.
    if (!(target instanceof HTMLElement) || target.tagName !== 'ARTICLE') return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const id = target.id.slice('message-'.length)
    const at = shown.value.findIndex((message) => message.id === id)
    if (key === 'ArrowUp') focus(shown.value[at - 1]?.id)
    else if (key === 'ArrowDown') focus(shown.value[at + 1]?.id)
    else if (key === 'r' || key === 'R') answer(id)
    else return
    event.preventDefault()
  }

  return { current, onKeydown }
}
