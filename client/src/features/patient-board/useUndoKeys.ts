import { useEventListener } from '@vueuse/core'
import type { Ref } from 'vue'
import type { BoardActions } from './useBoardActions.ts'

/** Ctrl Z and Ctrl Shift Z (or Ctrl Y) on one's own edits of the board. A text being edited has its own. */
export function useUndoKeys(actions: Pick<BoardActions, 'undo' | 'redo'>, readOnly: Readonly<Ref<boolean>>) {
  useEventListener(document, 'keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || readOnly.value || event.defaultPrevented) return
    const key = event.key.toLowerCase()
    if ((key !== 'z' && key !== 'y') || keepsItsOwn(event.target)) return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) actions.redo()
    else actions.undo()
  })
}

/** A shared title has none of its own: the browser's would put back what others have changed. */
function keepsItsOwn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[data-shared-title]')) return false
  return (
    target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  )
}
