import {
  AddresseesSchema,
  namedIn,
  newMessage,
  resolveAsked,
  UrgencySchema,
  type Addressees,
  type RichText,
  type StreamName,
  type Urgency,
} from '@colloque/domain'
import type { OutboxEntry } from '@colloque/sdk'
import { v4 as newId } from 'uuid'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { isToEveryone, TO_EVERYONE } from '../../platform/composing/asked.ts'
import type { PickedFile } from '../../platform/composing/attachments.ts'
import { readRichText } from '../../platform/composing/richWords.ts'
import { enteredIn, inputsOf, type Entered } from '../../platform/measure/readingEntry.ts'
import { usePlace } from '../../platform/composing/usePlace.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

export interface Writing {
  readonly text: string
  readonly body: RichText | null
  readonly urgency: Urgency
  readonly to: Addressees
  readonly files: readonly PickedFile[]
  /** Of a case: what was measured makes a note of it. */
  readonly entered: Entered
  /** The message that is answered, or null. */
  readonly threadId: string | null
}

/** What a refused entry of the outbox has kept of the writing: its words, shape, files and whom it asks. */
export function writingOf({ input, files }: OutboxEntry): Writing {
  const urgency = UrgencySchema.safeParse(input['urgency'])
  const to = AddresseesSchema.safeParse(input['to'])
  return {
    text: String(input['text'] ?? ''),
    body: readRichText(input['body']),
    urgency: urgency.success ? urgency.data : 'routine',
    to: to.success ? to.data : TO_EVERYONE,
    files,
    entered: enteredIn(input['readings']),
    threadId: typeof input['threadId'] === 'string' ? input['threadId'] : null,
  }
}

/** Those chosen and those named in the words, each once. */
export function addresseesOf(to: Addressees, body: RichText | null): Addressees {
  const named = body ? namedIn(body) : { accountIds: [], professions: [] }
  return {
    accountIds: [...new Set([...to.accountIds, ...named.accountIds])],
    professions: [...new Set([...to.professions, ...named.professions])],
  }
}

/** Posting to a case or a conversation. Call in setup. */
export function usePosting(stream: MaybeRefOrGetter<StreamName>) {
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const { caseId, conversationId, around } = usePlace(stream)

  /**
   * Posts a message; it stands in the stream at once.
   * @returns what went wrong where no refused entry keeps the words, so that the composer takes them back
   */
  return async ({
    text,
    body,
    urgency,
    to: chosen,
    files,
    entered,
    threadId,
  }: Writing): Promise<string | undefined> => {
    const id = newId()
    const at = toValue(stream)
    const me = workspace.account?.id ?? ''
    const postedAt = new Date().toISOString()
    const fileIds = files.map(({ fileId }) => fileId)
    const to = addresseesOf(chosen, body)
    const readings = caseId.value === undefined ? [] : inputsOf(entered)
    const place =
      caseId.value === undefined ? { conversationId: conversationId.value ?? '' } : { caseId: caseId.value }
    const after = newMessage({
      ...place,
      kind: readings.length ? 'note' : 'message',
      threadId,
      authorId: me,
      text,
      body,
      urgency,
      to,
      asked: resolveAsked(to, around.value, me, postedAt).asked,
      fileIds,
      measurementIds: readings.map(() => newId()),
      postedAt,
    })
    const measured = readings.map(({ kind, value, value2 }, index) => ({
      ...{ stream: at, type: 'measurement', id: after.measurementIds[index] ?? '' },
      after: {
        ...{ caseId: caseId.value, kind, value, value2: value2 ?? null },
        ...{ takenAt: postedAt, takenBy: me, messageId: id },
      },
    }))
    const said = {
      text,
      urgency,
      ...(body ? { body } : {}),
      ...(threadId === null ? {} : { threadId }),
      ...(isToEveryone(to) ? {} : { to }),
      ...(fileIds.length ? { fileIds } : {}),
      ...(workspace.connection.connected ? {} : { writtenAt: postedAt }),
    }
    const options = {
      optimistic: [{ stream: at, type: 'message', id, after }, ...measured],
      files: files.map((file) => ({ ...file, place })),
      keepRefused: true,
    }
    try {
      await (caseId.value !== undefined && readings.length
        ? workspace.send('note.record', { caseId: caseId.value, ...said, readings }, options)
        : workspace.send('message.post', { ...place, ...said }, options))
      return undefined
    } catch (error) {
      const kept = workspace.waitingIn(at).some(({ optimistic }) => optimistic[0]?.id === id)
      return kept ? undefined : sentence(error)
    }
  }
}
