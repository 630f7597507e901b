/** A note being written, and its way out: to the circle at once, or kept on the device until there is a network. */
import { MESSAGE_MAX, newMessage, wordedReadings } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useMediaQuery } from '@vueuse/core'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { v4 as newId } from 'uuid'
import { messageAddress } from '../../platform/addresses.ts'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useClient } from '../../platform/client.ts'
import { isToEveryone } from '../../platform/composing/asked.ts'
import type { Draft } from '../../platform/composing/keptDrafts.ts'
import type { PickedFile } from '../../platform/composing/attachments.ts'
import { useFormat } from '../../platform/format.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { inputsOf, type Entered } from '../../platform/measure/readingEntry.ts'
import { observationsOf, type Said } from '../../platform/measure/wordedEntry.ts'

/** A server that has not answered by then is treated as away: the outbox goes on. */
const PATIENCE_MS = 4_000

export interface Note extends Draft {
  readonly entered: Entered
  readonly said: Said
  readonly photos: readonly PickedFile[]
}

export function useNote() {
  const { t } = useI18n({ useScope: 'global' })
  const client = useClient()
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const sentence = useErrorSentence()
  const format = useFormat()
  const toast = useToast()
  const router = useRouter()
  const isPhone = useMediaQuery('(width < 64rem)')
  const sending = ref(false)
  const problem = ref('')

  /** Only where there is nothing to say: a note has words. */
  function textOf({ text, entered, said, photos }: Note): string {
    // eslint-disable-next-line no-control-regex -- dictation and pasting bring signs that no note may hold
    const words = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').trim()
    if (words) return words
    if (inputsOf(entered).length > 0) return t('noter.readingsAlone')
    if (observationsOf(said).length > 0) return t('noter.wordsAlone')
    return photos.length > 0 ? t('noter.photosAlone') : ''
  }

  function refusalOf(text: string): string {
    if (!text) return t('noter.nothing')
    if (text.length <= MESSAGE_MAX) return ''
    const [n, most] = [format.value.number(text.length), format.value.number(MESSAGE_MAX)]
    return t('noter.tooLong', { n, most })
  }

  function say(words: string, address?: string) {
    announcer.announce(words)
    toast.add({
      title: words,
      color: 'neutral',
      orientation: 'horizontal',
      ...(address
        ? { actions: [{ label: t('noter.see'), variant: 'ghost', onClick: () => void router.push(address) }] }
        : {}),
    })
  }

  /**
   * @returns whether the note is sent or safely kept. Where it is not, `problem` says why, and what was written
   *   stays with the caller
   */
  async function record(caseId: string, note: Note): Promise<boolean> {
    const text = textOf(note)
    problem.value = refusalOf(text)
    if (problem.value) return false
    const { urgency, to, photos } = note
    const readings = inputsOf(note.entered)
    const observations = observationsOf(note.said)
    const fileIds = photos.map(({ fileId }) => fileId)
    const postedAt = new Date().toISOString()
    const offline = !workspace.connection.connected
    const id = newId()
    const after = newMessage({
      caseId,
      kind: 'note',
      authorId: workspace.account?.id ?? '',
      text,
      urgency,
      to,
      measurementIds: readings.map(() => newId()),
      fileIds,
      postedAt,
    })
    const stream = `case:${caseId}`
    const measured = readings.map(({ kind, value, value2 }, index) => ({
      stream,
      type: 'measurement',
      id: after.measurementIds[index] ?? '',
      after: {
        caseId,
        kind,
        value,
        value2: value2 ?? null,
        takenAt: postedAt,
        takenBy: after.authorId,
        messageId: id,
      },
    }))
    const worded = wordedReadings(observations, {
      caseId,
      takenAt: postedAt,
      takenBy: after.authorId,
      messageId: id,
      taskId: null,
    }).map((one) => ({ stream, type: 'wordedReading', id: newId(), after: one }))
    sending.value = true
    try {
      const sent = workspace.send(
        'note.record',
        {
          caseId,
          text,
          urgency,
          ...(readings.length ? { readings } : {}),
          ...(observations.length ? { observations } : {}),
          ...(isToEveryone(to) ? {} : { to }),
          ...(fileIds.length ? { fileIds } : {}),
          ...(offline ? { writtenAt: postedAt } : {}),
        },
        {
          optimistic: [{ stream, type: 'message', id, after }, ...measured, ...worded],
          files: photos.map((photo) => ({ ...photo, place: { caseId } })),
          keepRefused: true,
        },
      )
      const done = await Promise.race([sent, patience(offline ? 0 : PATIENCE_MS)])
      if (done) say(t('noter.sent'), messageAddress(caseId, done.id))
      else {
        // Refused later, it stands in the stream with its words.
        sent.catch(() => undefined)
        say(keptWords(caseId, id))
      }
      return true
    } catch (error) {
      // The words are still here, in the sheet: a second copy in the stream would be sent twice.
      const entry = entryOf(caseId, id)
      if (entry) await client.outbox.dismiss(entry.commandId)
      problem.value = sentence(error)
      return false
    } finally {
      sending.value = false
    }
  }

  const entryOf = (caseId: string, id: string) =>
    workspace.waiting(caseId).find(({ optimistic }) => optimistic[0]?.id === id)

  function keptWords(caseId: string, id: string): string {
    if (entryOf(caseId, id)?.kept === false) return t('noter.notKept')
    return t(isPhone.value ? 'noter.keptPhone' : 'noter.keptDevice')
  }

  return { record, sending, problem }
}

const patience = (ms: number) => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms))
