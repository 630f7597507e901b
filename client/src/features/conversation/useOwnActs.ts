/** What a reader does with a message besides answering what it asks: pins it, takes it back, shares where it stands. */
import { pinMessage, streamOfMessage } from '@colloque/domain'
import { reactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { messageAddressIn } from '../../platform/addresses.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useSay } from '../../platform/useSay.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import type { StreamMessage } from './stream.ts'

/** « Supprimé. Annuler » stands this long, in ms; then the server hears of it. */
const TAKE_BACK_MS = 8_000

/** Messages that are being deleted: shown as gone, not sent yet. The page's own, over all conversations. */
const leaving = reactive(new Map<string, () => void>())
// What was said to be deleted is deleted, also by whoever closes the page at once: the outbox keeps it.
if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', () => leaving.forEach((now) => now()))
}

/** Call in setup. */
export function useOwnActs() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const say = useSay()
  const undoable = useUndoToast()

  const isLeaving = (id: string) => leaving.has(id)

  function remove({ id }: StreamMessage): void {
    if (leaving.has(id)) return
    const send = () => {
      clearTimeout(timer)
      takeBack.close()
      if (!leaving.delete(id)) return
      workspace.send('message.delete', { messageId: id }).catch((error: unknown) => say(sentence(error)))
    }
    const timer = setTimeout(send, TAKE_BACK_MS)
    leaving.set(id, send)
    const takeBack = undoable(t('conversation.read.deleted.done'), () => {
      clearTimeout(timer)
      leaving.delete(id)
    })
  }

  async function pin({ id, after }: StreamMessage): Promise<void> {
    const by = { by: workspace.account?.id ?? '', at: new Date().toISOString() }
    const pinned = after.pinned === null
    const overlay = {
      stream: streamOfMessage(after),
      type: 'message',
      id,
      after: pinMessage(after, pinned ? by : null),
    }
    try {
      await workspace.send(
        pinned ? 'message.pin' : 'message.unpin',
        { messageId: id },
        { optimistic: [overlay] },
      )
      say(t(pinned ? 'conversation.read.pin.done' : 'conversation.read.pin.undone'))
    } catch (error) {
      say(sentence(error))
    }
  }

  async function copyAddress({ id, after }: StreamMessage): Promise<void> {
    const { href } = new URL(messageAddressIn(streamOfMessage(after), id), location.origin)
    await navigator.clipboard.writeText(href)
    say(t('conversation.linkCopied'))
  }

  async function withdraw(agendaItemId: string): Promise<void> {
    try {
      await workspace.send('agenda.withdraw', { agendaItemId })
      say(t('conversation.read.agenda.withdrawn'))
    } catch (error) {
      say(sentence(error))
    }
  }

  return { isLeaving, remove, pin, copyAddress, withdraw }
}
