import { createBoardUndo, readBoard, restoreBoard, restoreCardFrom, type Board } from '@colloque/board'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import * as Y from 'yjs'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { useClient } from '../../../platform/client.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useUndoToast } from '../../../ui/useUndoToast.ts'
import { useBoard } from '../useBoard.ts'

/** Longer than what offers to undo stays on the screen. */
const UNDOABLE_MS = 60_000

/** The board as it was after one of its batches, and the way back to it. Call in setup, inside a board. */
export function useFormerBoard(seq: number) {
  const { t } = useI18n({ useScope: 'global' })
  const { caseId, session, readOnly } = useBoard()
  const client = useClient()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const sayDone = useUndoToast()
  const former = shallowRef<Board>()
  const problem = ref('')
  const doc = new Y.Doc()
  onScopeDispose(() => doc.destroy())

  async function read() {
    try {
      const { update } = await client.api.query('boardAt', { id: caseId, seq }, { as: 'update' })
      Y.applyUpdate(doc, bytesOf(update ?? ''))
      former.value = readBoard(doc)
    } catch (error) {
      problem.value = sentence(error)
    }
  }
  void read()

  /** Edits the living board, and offers to take just that back, whatever was done since. */
  function restore(change: (now: Y.Doc) => void, done: string): boolean {
    if (readOnly.value || !former.value) return false
    const now = session.connection.doc
    const undo = createBoardUndo(now)
    let isChanged = false
    const onUpdate = () => (isChanged = true)
    now.on('update', onUpdate)
    try {
      change(now)
    } finally {
      now.off('update', onUpdate)
      // What is done from here on is not its concern.
      undo.trackedOrigins.clear()
    }
    setTimeout(() => undo.destroy(), UNDOABLE_MS)
    announcer.announce(done)
    if (isChanged) sayDone(done, () => undo.undo())
    else sayDone(t('patient-board.history.nothing'))
    return true
  }

  return {
    former,
    problem,
    restoreAll: (done: string) => restore((now) => restoreBoard(now, doc, { at: new Date() }), done),
    restoreCard: (cardId: string) =>
      restore((now) => restoreCardFrom(now, doc, cardId), t('patient-board.history.cardRestored')),
  }
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
