import { closeReadingAlert, takeChargeOfReading } from '@colloque/domain'
import { decided, requireEntity, type CommandHandlers } from '../../platform/commands.ts'

/** Whoever sees to a reading that crossed its threshold, and what they did. */
export const readingAlertCommands: Pick<CommandHandlers, 'readingAlert.takeCharge' | 'readingAlert.close'> = {
  'readingAlert.takeCharge':
    ({ alertId }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'readingAlert', alertId)
      const after = takeChargeOfReading(held.after, actor.accountId, now)
      return decided('readingAlert.taken', 'readingAlert', held, after)
    },

  'readingAlert.close':
    ({ alertId, outcome }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'readingAlert', alertId)
      const after = closeReadingAlert(held.after, actor.accountId, now, outcome)
      return decided('readingAlert.closed', 'readingAlert', held, after)
    },
}
