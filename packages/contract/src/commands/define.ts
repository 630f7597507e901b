import { IdSchema, line, type EntityType, type Permission } from '@colloque/domain'
import { z } from 'zod'

/**
 * Where a command is decided: in a new case, in the case it names, in the one of the person whose identity it gives, or in a new part of it when `visibleTo` says who
 * sees it, in the conversation it names or makes, in one of both, in what a case shares with the patient and relatives, where the entity it names lives, in the team it
 * names, or in the author's own stream.
 */
export type CommandTarget =
  | { readonly in: 'newCase' }
  | { readonly in: 'case' }
  | { readonly in: 'identifiedCase' }
  | { readonly in: 'caseOrPart' }
  | { readonly in: 'newConversation' }
  | { readonly in: 'place' }
  | { readonly in: 'shared' }
  | { readonly in: 'team' }
  | { readonly in: 'self' }
  | { readonly in: 'entries'; readonly field: string }
  | { readonly in: 'entity'; readonly type: EntityType; readonly field: string }

export interface CommandDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  readonly summary: string
  readonly target: CommandTarget
  readonly permission: Permission | null
  readonly input: Input
  /** State of the command's own entity after it; `id` and `rev` are added. */
  readonly output: Output
}

export function command<Input extends z.ZodRawShape, Output extends z.ZodRawShape>(
  summary: string,
  target: CommandTarget,
  permission: Permission | null,
  input: Input,
  output: z.ZodObject<Output>,
) {
  return {
    summary,
    target,
    permission,
    input: z.strictObject({ commandId: IdSchema, ...input }),
    output: z.object({ ...output.shape, id: IdSchema, rev: z.number().int().positive() }),
  }
}

export const inCase = { in: 'case' } as const
export const inCaseOrPart = { in: 'caseOrPart' } as const
export const inShared = { in: 'shared' } as const
export const inPlace = { in: 'place' } as const
export const inTeam = { in: 'team' } as const
export const inSelf = { in: 'self' } as const
export const onTask = { in: 'entity', type: 'task', field: 'taskId' } as const
export const onSeries = { in: 'entity', type: 'taskSeries', field: 'seriesId' } as const
export const onNeed = { in: 'entity', type: 'need', field: 'needId' } as const
export const onPersonWish = { in: 'entity', type: 'personWish', field: 'wishId' } as const
export const onReferral = { in: 'entity', type: 'referral', field: 'referralId' } as const
export const onMedication = { in: 'entity', type: 'medication', field: 'medicationId' } as const
export const onReport = { in: 'entity', type: 'treatmentReport', field: 'reportId' } as const
export const onFlag = { in: 'entity', type: 'flag', field: 'flagId' } as const
export const onMessage = { in: 'entity', type: 'message', field: 'messageId' } as const
export const onThread = { in: 'entity', type: 'message', field: 'threadId' } as const
export const onDecision = { in: 'entity', type: 'decision', field: 'decisionId' } as const
export const onReadingAlert = { in: 'entity', type: 'readingAlert', field: 'alertId' } as const
export const onProtocolRun = { in: 'entity', type: 'protocolRun', field: 'runId' } as const
export const onAgendaItem = { in: 'entity', type: 'agendaItem', field: 'agendaItemId' } as const

export const caseId = IdSchema
export const reason = line(300)
export const rev = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('The rev that was seen; another one is `conflict`')
