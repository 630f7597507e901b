/**
 * What the minutes of a case say, as one value: what was written together (the document) and what was decided. Screen,
 * signature and print read this, and nothing else. The list of what is in it: practice guides of concertations.
 */
import { z } from 'zod'
import { NamedPersonSchema, type AgendaItem } from './agenda-item.ts'
import { DecisionSchema, type Decision, type Owner } from './decision.ts'
import type { Meeting } from './meeting.ts'
import type { Patient } from './patient-case.ts'
import { PlanBlockSchema, PlanContentSchema, type PlanBlock } from './plan-content.ts'
import { ProfessionSchema, type Profession } from './profession.ts'
import type { Task } from './task.ts'
import { DaySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** Version of the shape below. What was signed keeps the one it had. */
export const MINUTES_CONTENT_SCHEMA = 1

/** With the name that they had: what is signed is read without the circle beside it. */
const SaidPersonSchema = z.strictObject({
  accountId: IdSchema,
  name: z.string(),
  profession: ProfessionSchema.nullable(),
})
export type SaidPerson = z.infer<typeof SaidPersonSchema>

/** Somebody by name, or a profession; with somebody outside whom they see to. */
const SaidOwnerSchema = z.strictObject({
  accountId: IdSchema.nullable(),
  name: z.string().nullable(),
  profession: ProfessionSchema.nullable(),
  outside: z.string().nullable(),
})
export type SaidOwner = z.infer<typeof SaidOwnerSchema>

const DecidedSchema = DecisionSchema.pick({ text: true, dueOn: true }).extend({
  id: IdSchema,
  owner: SaidOwnerSchema,
  /** Who tells the person; null where the person was at the table. */
  teller: SaidOwnerSchema.nullable(),
  disagreements: z.array(z.object({ name: line(120), text: z.string() })),
})
export type SaidDecision = z.infer<typeof DecidedSchema>

export const MinutesContentSchema = z.strictObject({
  schema: z.literal(MINUTES_CONTENT_SCHEMA),
  caseId: IdSchema,
  meetingId: IdSchema,
  patient: PlanContentSchema.shape.patient,
  title: line(160),
  heldAt: InstantSchema,
  question: line(300),
  proposedBy: SaidPersonSchema,
  /** Somebody outside who asked it. */
  askedBy: NamedPersonSchema.nullable(),
  wish: z.strictObject({ text: paragraph(500), heardBy: SaidPersonSchema, heardOn: DaySchema }).nullable(),
  participants: z.array(NamedPersonSchema),
  guests: z.array(NamedPersonSchema),
  opinions: z.array(
    z.object({ name: line(120), profession: NamedPersonSchema.shape.profession, text: z.string() }),
  ),
  discussion: z.array(PlanBlockSchema),
  decisions: z.array(DecidedSchema),
})
export type MinutesContent = z.infer<typeof MinutesContentSchema>

/** What of the case is said beside the item. */
export interface AroundMinutes {
  readonly patient: Patient
  /** Of an account, as the circle has them or had them. */
  personOf(accountId: string): { readonly name: string; readonly profession: Profession | null } | undefined
  findTask(id: string): Task | undefined
}

/** @param decisions of this item; withdrawn ones are left out @param discussion the document, as paragraphs */
export function minutesContent(
  item: AgendaItem,
  meeting: Pick<Meeting, 'title' | 'startsAt'>,
  decisions: readonly { readonly id: string; readonly after: Decision }[],
  discussion: readonly PlanBlock[],
  around: AroundMinutes,
): MinutesContent {
  const { caseId, meetingId, question, askedBy, wish, participants, guests, opinions } = item
  const { birthName, usedName, firstNames, birthDate, sex } = around.patient
  const person = (accountId: string): SaidPerson => {
    const known = around.personOf(accountId)
    return { accountId, name: known?.name ?? '', profession: known?.profession ?? null }
  }
  return {
    ...{ schema: MINUTES_CONTENT_SCHEMA, caseId, meetingId: meetingId ?? '', question, askedBy },
    patient: { birthName, usedName, firstNames, birthDate, sex },
    proposedBy: person(item.proposedBy),
    wish: wish && { text: wish.text, heardBy: person(wish.heardBy), heardOn: wish.heardOn },
    ...{ title: meeting.title, heldAt: meeting.startsAt, participants, guests },
    opinions: opinions.map(({ name, profession, text }) => ({ name, profession, text })),
    discussion: [...discussion],
    decisions: decisions
      .filter(({ after }) => after.withdrawn === null)
      .map(({ id, after: { text, owner, dueOn, tellTaskId, disagreements } }) => ({
        ...{ id, text, dueOn, owner: said(owner, person) },
        teller: tellTaskId === null ? null : said(tellerIn(around.findTask(tellTaskId)), person),
        disagreements: disagreements.map(({ name, text }) => ({ name, text })),
      })),
  }
}

const said = (
  { accountId, profession, outside }: Owner,
  person: (accountId: string) => SaidPerson,
): SaidOwner =>
  accountId === null ? { accountId, name: null, profession, outside } : { ...person(accountId), outside }

const tellerIn = (task: Task | undefined): Owner => ({
  ...{ accountId: task?.forAccount ?? null, profession: task?.forProfession ?? null, outside: null },
})
