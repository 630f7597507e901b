import { useToast } from '@nuxt/ui/composables'
import type * as Y from 'yjs'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import type { DocumentSession } from '../board/documentSession.ts'

type Change = (doc: Y.Doc) => void

/**
 * How a person's acts reach an open document. Call in setup.
 * @param gone what is said when an entry that went away meanwhile cannot take a change any more
 */
export function useDocumentActs(session: DocumentSession<unknown>, gone: () => string) {
  const toast = useToast()
  const sayDone = useUndoToast()

  /** @returns whether it was done; why it was not is told */
  function attempt(change: Change): boolean {
    if (session.state.value.readOnly) return false
    try {
      change(session.connection.doc)
      return true
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      toast.add({ title: gone(), color: 'warning' })
      return false
    }
  }

  /** Done at once, and offered to be taken back. */
  function attemptWithUndo(change: Change, done: string, back: Change) {
    if (attempt(change)) sayDone(done, () => attempt(back))
  }

  return { attempt, attemptWithUndo }
}
