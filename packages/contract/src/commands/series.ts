/** What comes again. */
import {
  DaySchema,
  IdSchema,
  line,
  MAX_TIMES_A_DAY,
  OccurrenceTimeSchema,
  paragraph,
  ProfessionSchema,
  RECORDS_MAX,
  RecordToTakeSchema,
  TaskSeriesSchema,
  UrgencySchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, onSeries, reason, rev } from './define.ts'

const seriesId = IdSchema
const remindBefore = z.number().int().min(0).max(10_080).describe('Minutes before an occurrence is due')
const rule = line(200).describe(
  'RFC 5545: FREQ, INTERVAL, BYDAY, BYMONTHDAY, COUNT, UNTIL, in days and longer',
)

/** What may be left as it is, or as it begins. */
const plan = {
  urgency: UrgencySchema.optional(),
  times: z
    .array(OccurrenceTimeSchema)
    .max(MAX_TIMES_A_DAY)
    .optional()
    .describe('When on each day; none for any time of it'),
  checklist: z.array(line(200)).max(30).optional(),
  records: z.array(RecordToTakeSchema).max(RECORDS_MAX).optional(),
}

export const seriesCommands = {
  'series.create': command(
    'Ask for something that comes again; its occurrences are tasks, a week ahead',
    inCase,
    'task.create',
    {
      caseId,
      title: line(200),
      detail: paragraph(2_000).optional(),
      forProfession: ProfessionSchema.optional(),
      forAccount: IdSchema.optional(),
      ...plan,
      forPerson: z.boolean().optional().describe('As on a task'),
      remindBefore: remindBefore.optional(),
      rule,
      startsOn: DaySchema,
      endsOn: DaySchema.optional(),
    },
    TaskSeriesSchema,
  ),
  'series.change': command(
    'From a day on it is otherwise; what is taken or done stays. Answers with the series that goes on',
    onSeries,
    'task.create',
    {
      seriesId,
      rev,
      from: DaySchema.describe('Today or later'),
      title: line(200).optional(),
      detail: paragraph(2_000).nullable().optional(),
      forProfession: ProfessionSchema.nullable().optional(),
      forAccount: IdSchema.nullable().optional(),
      ...plan,
      forPerson: z.boolean().optional().describe('As on a task'),
      remindBefore: remindBefore.nullable().optional(),
      rule: rule.optional(),
      endsOn: DaySchema.nullable().optional(),
    },
    TaskSeriesSchema,
  ),
  'series.pause': command(
    'It rests: what is open in that time is not needed, and nothing is made',
    onSeries,
    'task.work',
    {
      seriesId,
      from: DaySchema,
      to: DaySchema.optional().describe('Last day; without it, until resumed'),
      reason,
    },
    TaskSeriesSchema,
  ),
  'series.resume': command(
    'It goes on, from a day that it rests on',
    onSeries,
    'task.work',
    { seriesId, from: DaySchema.optional().describe('Today, unless given') },
    TaskSeriesSchema,
  ),
  'series.end': command(
    'It is no longer needed, from a day on',
    onSeries,
    'task.work',
    { seriesId, from: DaySchema.optional().describe('Today, unless given'), reason },
    TaskSeriesSchema,
  ),
} as const
