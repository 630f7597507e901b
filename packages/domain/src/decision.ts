/** What a meeting decided about a case: who does what by when, and who tells the person. Its tasks are its state. */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { NamedPersonSchema } from './agenda-item.ts'
import { PROOF_MEANS } from './proof.ts'
import { ProfessionSchema } from './profession.ts'
import { isTaskEnded, type Task } from './task.ts'
import { DaySchema, DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** Whoever carries something out: a person, a profession, or somebody outside whom a person sees to. */
export const OwnerSchema = z.strictObject({
  accountId: IdSchema.nullable().default(null),
  profession: ProfessionSchema.nullable().default(null),
  outside: line(160).nullable().default(null),
})
export type Owner = z.infer<typeof OwnerSchema>

/** @throws invalid { field, why: 'no_owner' } for nobody */
export function requireOwner({ accountId, profession }: Owner, field: string): void {
  if (accountId === null && profession === null) throw new DomainError('invalid', { field, why: 'no_owner' })
}

export const DecisionSchema = z.object({
  caseId: IdSchema,
  agendaItemId: IdSchema,
  meetingId: IdSchema,
  text: paragraph(1_000),
  owner: OwnerSchema,
  dueOn: DaySchema.nullable(),
  /** Carrying it out. */
  taskId: IdSchema,
  /** Telling the person; null where the person was at the table. */
  tellTaskId: IdSchema.nullable(),
  disagreements: z.array(DoneBySchema.extend({ name: line(120), text: paragraph(1_000) })).max(30),
  made: DoneBySchema,
  withdrawn: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type Decision = z.infer<typeof DecisionSchema>

export type DecisionState = 'open' | 'late' | 'done' | 'notDone' | 'withdrawn'

/** What became of it. @param findTask by id @param now ISO instant */
export function decisionState(
  { taskId, withdrawn }: Decision,
  findTask: (id: string) => Task | undefined,
  now: string,
): DecisionState {
  if (withdrawn) return 'withdrawn'
  const task = findTask(taskId)
  if (!task) return 'open'
  if (isTaskEnded(task)) return task.status === 'done' ? 'done' : 'notDone'
  return task.dueAt !== null && task.dueAt < now ? 'late' : 'open'
}

/** The minutes of one case, closed and signed: what stands in its file. */
export const FiledMinutesSchema = z.object({
  caseId: IdSchema,
  meetingId: IdSchema,
  agendaItemId: IdSchema,
  title: line(160),
  heldAt: InstantSchema,
  /** SHA-256 of the canonical bytes that were signed, and the batch of the document that they were read at. */
  textHash: z.string().regex(/^[0-9a-f]{64}$/),
  docSeq: z.number().int().nonnegative(),
  participants: z.array(NamedPersonSchema).max(60),
  decisionIds: z.array(IdSchema).max(50),
  signed: DoneBySchema,
  /** By which proof of identity, made when. */
  proof: z.object({ by: z.enum(PROOF_MEANS), at: InstantSchema }),
})
export type FiledMinutes = z.infer<typeof FiledMinutesSchema>
