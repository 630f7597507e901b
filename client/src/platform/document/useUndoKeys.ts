import { useEventListener } from '@vueuse/core'
import type { Ref } from 'vue'

/** Ctrl Z and Ctrl Shift Z (or Ctrl Y) on one's own edits of a document. A text in an editor has its own. */
export function useUndoKeys(acts: { undo(): void; redo(): void }, readOnly: Readonly<Ref<boolean>>) {
  useEventListener(document, 'keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || readOnly.value || event.defaultPrevented) return
    const key = event.key.toLowerCase()
    if ((key !== 'z' && key !== 'y') || keepsItsOwn(event.target)) return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) acts.redo()
    else acts.undo()
  })
}

/** A shared field has none of its own: the browser's would put back what others have changed. */
function keepsItsOwn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[data-shared-text]')) return false
  return (
    target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  )
}
