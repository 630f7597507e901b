import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import type * as Y from 'yjs'
import { caretAfter, mergeEdit, type TextStep } from './sharedText.ts'

/**
 * Binds a plain field to a shared text: what is typed goes in as the smallest change, and what others type appears
 * without moving the caret from its word. The text stays the same while the field is there.
 * @param write replaces the words, through an operation of `@colloque/board`
 */
export function useSharedText(
  text: Y.Text,
  write: (words: string) => void,
  field: Readonly<Ref<HTMLTextAreaElement | null>>,
) {
  let shown = text.toString()
  let isComposing = false
  /** What arrived while a « ê » was half made: shown once it is whole, or the input method would lose it. */
  let missed: TextStep[][] = []

  function show(steps: readonly (readonly TextStep[])[]) {
    const element = field.value
    shown = text.toString()
    if (!element || element.value === shown) return
    const through = (caret: number) => steps.reduce((at, change) => caretAfter(change, at), caret)
    const [start, end] = [through(element.selectionStart), through(element.selectionEnd)]
    element.value = shown
    if (document.activeElement === element) element.setSelectionRange(start, end)
  }

  function onText(event: Y.YTextEvent) {
    const steps = event.delta as TextStep[]
    if (isComposing) missed.push(steps)
    else show([steps])
  }

  function take() {
    const element = field.value
    if (!element || isComposing) return
    const arrived = missed
    missed = []
    write(mergeEdit(shown, element.value, text.toString(), arrived))
    // A line break that the text does not take has become a space, and what arrived is to be seen.
    show(arrived)
  }

  onMounted(() => {
    show([])
    text.observe(onText)
  })
  onBeforeUnmount(() => text.unobserve(onText))

  return {
    /** On each input. */
    take,
    startComposing: () => (isComposing = true),
    endComposing() {
      isComposing = false
      take()
    },
  }
}
