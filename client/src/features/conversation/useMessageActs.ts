import {
  acknowledge,
  takeCharge,
  type Addressees,
  type DomainError,
  type Message,
  type Urgency,
} from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../../platform/announcer.ts'
import { isToEveryone } from '../../platform/composing/asked.ts'
import type { PickedPhoto } from '../../platform/composing/PhotoPicker.vue'
import { useFormat } from '../../platform/format.ts'
import { newId } from '../../platform/newId.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import type { StreamMessage } from './stream.ts'

export interface Writing {
  readonly text: string
  readonly urgency: Urgency
  readonly to: Addressees
  readonly photos: readonly PickedPhoto[]
  /** The message that is answered, or null. */
  readonly threadId: string | null
}

/** What a reader can do in the stream of a case. Who acts is told what went wrong; nothing is thrown. */
export function useMessageActs(caseId: string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const sentence = useErrorSentence()
  const format = useFormat()
  const toast = useToast()

  const now = () => new Date().toISOString()
  const me = () => workspace.account?.id ?? ''
  const laidOver = (id: string, after: Message) => ({ stream: `case:${caseId}`, type: 'message', id, after })

  /** Said, and shown for a while, to those who see and those who hear. */
  function say(words: string) {
    toast.add({ title: words, color: 'neutral' })
    announcer.announce(words)
  }

  /**
   * Posts a message; it stands in the stream at once.
   * @returns what went wrong where no refused entry keeps the words, so that the composer takes them back
   */
  async function post({ text, urgency, to, photos, threadId }: Writing): Promise<string | undefined> {
    const id = newId()
    const fileIds = photos.map(({ fileId }) => fileId)
    const after: Message = {
      caseId,
      threadId,
      kind: 'message',
      authorId: me(),
      text,
      urgency,
      to,
      measurementIds: [],
      fileIds,
      postedAt: now(),
      writtenAt: null,
      acknowledgements: [],
      takenInCharge: null,
    }
    try {
      await workspace.send(
        'message.post',
        {
          caseId,
          text,
          urgency,
          ...(threadId === null ? {} : { threadId }),
          ...(isToEveryone(to) ? {} : { to }),
          ...(fileIds.length ? { fileIds } : {}),
          ...(workspace.connection.connected ? {} : { writtenAt: after.postedAt }),
        },
        {
          optimistic: [laidOver(id, after)],
          files: photos.map((photo) => ({ ...photo, caseId })),
          keepRefused: true,
        },
      )
      return undefined
    } catch (error) {
      const kept = workspace.waiting(caseId).some(({ optimistic }) => optimistic[0]?.id === id)
      return kept ? undefined : sentence(error)
    }
  }

  /** « J’ai pris connaissance »: nobody races for it, so it shows at once. */
  async function acknowledgeMessage({ id, after }: StreamMessage): Promise<void> {
    const acknowledged = acknowledge(after, { by: me(), at: now() })
    try {
      await workspace.send(
        'message.acknowledge',
        { messageId: id },
        { optimistic: [laidOver(id, acknowledged)] },
      )
    } catch (error) {
      say(sentence(error))
    }
  }

  /** « Je m’en charge »: one person; the server decides who. */
  async function takeChargeOf({ id, after }: StreamMessage): Promise<void> {
    try {
      // Whoever has it already is known without asking.
      takeCharge(after, { by: me(), at: now() })
      await workspace.send('message.takeCharge', { messageId: id })
      announcer.announce(t('conversation.youTakeCharge'))
    } catch (error) {
      const { code, data } = error as DomainError
      if (code !== 'already_claimed') return say(sentence(error))
      const name = workspace.person(String(data['by']))?.name ?? t('conversation.somebody')
      say(t('conversation.takenBy', { name, time: format.value.time(String(data['at'])) }))
    }
  }

  return { post, acknowledgeMessage, takeChargeOf }
}
