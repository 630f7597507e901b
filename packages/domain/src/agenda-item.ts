/**
 * A case put forward for a meeting, with the question that it asks: what each says of it before and at the table, and
 * what the person wishes. It lives in its case: whoever is not in the circle learns no more than that there is one.
 */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { DaySchema, DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** Somebody as a record names them: also those who have no account. */
export const NamedPersonSchema = z.object({
  accountId: IdSchema.nullable(),
  name: line(120),
  profession: ProfessionSchema.nullable(),
  /** Of a relative: what they are to the person; THE_PERSON for themself. */
  relation: line(80).nullable(),
})
export type NamedPerson = z.infer<typeof NamedPersonSchema>

/** What somebody says of the question, written before: it stands there when they are away. */
const OpinionSchema = DoneBySchema.extend({
  id: IdSchema,
  name: line(120),
  profession: ProfessionSchema.nullable(),
  text: paragraph(1_000),
})

/** What is missing to decide well, and can be asked for. */
export const MISSING_KINDS = ['wish', 'opinion'] as const
const AskedForSchema = DoneBySchema.extend({
  what: z.enum(MISSING_KINDS),
  profession: ProfessionSchema.nullable(),
  taskId: IdSchema,
})

/** Minutes that a case takes where nobody says otherwise. */
export const AGENDA_MINUTES = 7

export const AgendaItemSchema = z.object({
  caseId: IdSchema,
  question: line(300),
  /** The message it came from. */
  messageId: IdSchema.nullable(),
  status: z.enum(['proposed', 'discussed', 'withdrawn']),
  proposedBy: IdSchema,
  proposedAt: InstantSchema,
  /** Somebody outside who asks it, through the member who proposes it. */
  askedBy: NamedPersonSchema.nullable(),
  /** The meeting that it is for; null while it waits for one. */
  meetingId: IdSchema.nullable(),
  /** The one that it was for before. */
  formerMeetingId: IdSchema.nullable(),
  minutes: z.number().int().min(1).max(120),
  opinions: z.array(OpinionSchema).max(50),
  asked: z.array(AskedForSchema).max(50),
  /** Who has spoken at the table, in their order. */
  spoken: z.array(z.object({ accountId: IdSchema.nullable(), name: line(120), at: InstantSchema })).max(100),
  /** The person, or relatives, at the table. */
  guests: z.array(NamedPersonSchema).max(10),
  /** The wish as it stood when it was discussed. */
  wish: z.object({ text: paragraph(500), heardBy: IdSchema, heardOn: DaySchema }).nullable(),
  /** Who was there, once it is discussed. */
  participants: z.array(NamedPersonSchema).max(60),
  discussed: DoneBySchema.nullable(),
  /** Who chaired then, and signs its minutes. */
  chairId: IdSchema.nullable().default(null),
})
export type AgendaItem = z.infer<typeof AgendaItemSchema>

/** What agenda items have had since version 5 of the log, empty. */
export const plainAgendaItem = () =>
  ({
    ...{ askedBy: null, meetingId: null, formerMeetingId: null, minutes: AGENDA_MINUTES },
    ...{ opinions: [], asked: [], spoken: [], guests: [], wish: null, participants: [] },
    ...{ discussed: null, chairId: null },
  }) satisfies Partial<AgendaItem>

export const newAgendaItem = (
  given: Pick<AgendaItem, 'caseId' | 'question' | 'proposedBy' | 'proposedAt'> & Partial<AgendaItem>,
): AgendaItem => ({ ...plainAgendaItem(), messageId: null, status: 'proposed', ...given })

/** What the person is to themself, among the guests. */
export const THE_PERSON = 'person'

export const isPersonAtTable = ({ guests }: Pick<AgendaItem, 'guests'>) =>
  guests.some(({ relation }) => relation === THE_PERSON)

/** @throws conflict once it is discussed or withdrawn */
export function requireProposed({ status }: AgendaItem): void {
  if (status !== 'proposed') throw new DomainError('conflict', { status })
}

/** Somebody's opinion, in the place of the one they gave before. @throws as requireProposed */
export function giveOpinion(item: AgendaItem, opinion: AgendaItem['opinions'][number]): AgendaItem {
  requireProposed(item)
  const others = item.opinions.filter(({ by }) => by !== opinion.by)
  return { ...item, opinions: [...others, opinion] }
}

/** Somebody has spoken, or has not after all. @throws as requireProposed */
export function setSpoken(
  item: AgendaItem,
  person: Pick<NamedPerson, 'accountId' | 'name'>,
  hasSpoken: boolean,
  at: string,
): AgendaItem {
  requireProposed(item)
  const { accountId, name } = person
  const isThem = (one: Pick<NamedPerson, 'accountId' | 'name'>) =>
    accountId === null ? one.accountId === null && one.name === name : one.accountId === accountId
  if (item.spoken.some(isThem) === hasSpoken) return item
  const spoken = hasSpoken
    ? [...item.spoken, { accountId, name, at }]
    : item.spoken.filter((one) => !isThem(one))
  return { ...item, spoken }
}

/** It has been talked over: who was there, who chaired, and what the person wished then. @throws as requireProposed */
export function concludeItem(
  item: AgendaItem,
  { by, at, participants, wish, chairId }: DoneByWith<'participants' | 'wish' | 'chairId'>,
): AgendaItem {
  requireProposed(item)
  return {
    ...{ ...item, status: 'discussed', discussed: { by, at }, participants: [...participants] },
    ...{ wish, chairId },
  }
}

/** It is talked over again: it was ended by a slip, or something came up. @throws conflict unless it is discussed */
export function resumeItem(item: AgendaItem): AgendaItem {
  if (item.status !== 'discussed') throw new DomainError('conflict', { status: item.status })
  return { ...item, status: 'proposed', discussed: null, participants: [], wish: null, chairId: null }
}

type DoneByWith<Key extends keyof AgendaItem> = z.infer<typeof DoneBySchema> & Pick<AgendaItem, Key>
