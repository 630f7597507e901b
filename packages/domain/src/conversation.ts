import { z } from 'zod'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import {
  DoneBySchema,
  IdSchema,
  InstantSchema,
  paragraph,
  UrgencySchema,
  type Acknowledgement,
} from './values.ts'

export const MESSAGE_MAX = 10_000
export const MessageTextSchema = paragraph(MESSAGE_MAX)

/** Whom a message asks, besides everyone in the circle who may read it. */
export const AddresseesSchema = z.strictObject({
  accountIds: z.array(IdSchema).max(50).default([]),
  professions: z.array(ProfessionSchema).max(17).default([]),
})
export type Addressees = z.infer<typeof AddresseesSchema>

export const MessageSchema = z.object({
  caseId: IdSchema,
  /** The first message of the thread, or null for one that opens its own. */
  threadId: IdSchema.nullable(),
  /** A message is said to the circle; a note is what somebody saw or measured. */
  kind: z.enum(['message', 'note']),
  authorId: IdSchema,
  text: MessageTextSchema,
  urgency: UrgencySchema,
  to: AddresseesSchema,
  measurementIds: z.array(IdSchema),
  fileIds: z.array(IdSchema),
  postedAt: InstantSchema,
  /** When it was written, where that was offline and earlier. By the device's clock, so shown and never relied on. */
  writtenAt: InstantSchema.nullable(),
  acknowledgements: z.array(DoneBySchema),
  takenInCharge: DoneBySchema.nullable(),
})
export type Message = z.infer<typeof MessageSchema>

/** « Pris connaissance »: once per person, the first time stands. */
export function acknowledge(message: Message, acknowledgement: Acknowledgement): Message {
  if (message.acknowledgements.some(({ by }) => by === acknowledgement.by)) return message
  return { ...message, acknowledgements: [...message.acknowledgements, acknowledgement] }
}

/**
 * « S'en charge »: one person, who thereby has acknowledged too.
 * @throws already_claimed when somebody else has taken charge
 */
export function takeCharge(message: Message, taken: Acknowledgement): Message {
  if (message.takenInCharge && message.takenInCharge.by !== taken.by) {
    throw new DomainError('already_claimed', { ...message.takenInCharge })
  }
  return { ...acknowledge(message, taken), takenInCharge: message.takenInCharge ?? taken }
}

/** Whether a message waits for this reader's acknowledgement: important or urgent, not theirs, asked of them or of all. */
export function waitsForAcknowledgement(
  message: Message,
  reader: { accountId: string; profession: string },
): boolean {
  if (message.urgency === 'routine' || message.authorId === reader.accountId) return false
  const { accountIds, professions } = message.to
  const asked =
    accountIds.length + professions.length === 0 ||
    accountIds.includes(reader.accountId) ||
    professions.some((profession) => profession === reader.profession)
  return asked && !message.acknowledgements.some(({ by }) => by === reader.accountId)
}
