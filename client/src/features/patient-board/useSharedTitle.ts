import { editTitle, titleOf } from '@colloque/board'
import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import type * as Y from 'yjs'
import { caretAfter, mergeEdit, type TextStep } from './sharedText.ts'

/**
 * Binds a plain field to a shared title: what is typed goes in as the smallest change, and what others type appears
 * without moving the caret from its word. The card and its document stay the same while the field is there.
 */
export function useSharedTitle(doc: Y.Doc, cardId: string, field: Readonly<Ref<HTMLTextAreaElement | null>>) {
  const text = titleOf(doc, cardId)
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

  function write() {
    const element = field.value
    if (!element || isComposing) return
    const arrived = missed
    missed = []
    editTitle(doc, cardId, mergeEdit(shown, element.value, text.toString(), arrived))
    // A pasted line break has become a space, and what arrived is to be seen.
    show(arrived)
  }

  onMounted(() => {
    show([])
    text.observe(onText)
  })
  onBeforeUnmount(() => text.unobserve(onText))

  return {
    write,
    startComposing: () => (isComposing = true),
    endComposing() {
      isComposing = false
      write()
    },
  }
}
