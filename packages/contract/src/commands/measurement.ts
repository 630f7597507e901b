/** Thresholds of a case, and the alerts of readings that crossed one. */
import {
  IdSchema,
  line,
  READING_KINDS,
  ReadingAlertSchema,
  ThresholdContentSchema,
  ThresholdSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, onReadingAlert, reason, rev } from './define.ts'

const kind = z.enum(READING_KINDS)
const alertId = IdSchema

export const measurementCommands = {
  'threshold.set': command(
    'From where on readings of a kind ask somebody to look, in this case; in the place of the defaults',
    inCase,
    'threshold.set',
    { caseId, kind, ...ThresholdContentSchema.shape, reason: reason.optional(), rev },
    ThresholdSchema,
  ),
  'threshold.reset': command(
    'Back to the default thresholds of a kind',
    inCase,
    'threshold.set',
    { caseId, kind },
    ThresholdSchema,
  ),
  'readingAlert.takeCharge': command(
    '« Je m’en charge »: nobody else is asked about a reading that crossed its threshold',
    onReadingAlert,
    'task.work',
    { alertId },
    ReadingAlertSchema,
  ),
  'readingAlert.close': command(
    'Say what was done about a reading that crossed its threshold',
    onReadingAlert,
    'task.work',
    { alertId, outcome: line(300) },
    ReadingAlertSchema,
  ),
} as const
