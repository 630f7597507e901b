/** Sends what is due to the devices of each person, and makes what is urgent ring again. */
import type { Account, Flag, Message, ReadingAlert } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { described, type JobDefinition } from '../../platform/jobs/index.ts'
import type { Logger } from '../../platform/logger.ts'
import { isAboutFlag, isAboutReading, repeatOf, type Delivery } from './delivery.ts'
import type { Deliveries } from './deliveries.ts'
import { stillOpen, type Judge } from './judge.ts'
import type { IsPushService } from './push-hosts.ts'
import type { Device, PushSubscriptions } from './push-subscriptions.ts'
import type { Outcome, SendPush } from './sender.ts'

export const PUSH_JOB = 'push'
const AT_ONCE = 16
const MAX_PAGES = 50
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 600_000

export function pushJobs(parts: {
  changes: Pick<ChangeLog, 'fold'>
  deliveries: Deliveries
  subscriptions: PushSubscriptions
  judge: Judge
  send: SendPush
  isPushService: IsPushService
  account(accountId: string): Promise<Account | undefined>
  sessionLives(sessionId: string): Promise<boolean>
  logger: Logger
}): JobDefinition[] {
  const { changes, deliveries, subscriptions, judge, send, isPushService, account, sessionLives, logger } =
    parts

  /** The devices that are still to be reached. Those of ended sessions are removed on the way. */
  async function devicesFor({ accountId, reached }: Delivery): Promise<Device[]> {
    const devices: Device[] = []
    for (const device of await subscriptions.of(accountId)) {
      if (!(await sessionLives(device.sessionId)) || !isPushService(device.endpoint))
        await subscriptions.forget(device)
      else if (!reached.includes(device.sessionId)) devices.push(device)
    }
    return devices
  }

  async function attempt(device: Device, delivery: Delivery, now: Date): Promise<Outcome> {
    const outcome = await send(device, delivery, now)
    if (outcome.result === 'gone') await subscriptions.forget(device)
    if (outcome.result === 'refused')
      logger.warn({ delivery: delivery._id, status: outcome.status }, 'a push service refuses a message')
    return outcome
  }

  async function deliver(delivery: Delivery, now: Date): Promise<void> {
    const verdict = await judge(delivery, now)
    if ('drop' in verdict) return deliveries.update(delivery._id, { state: 'dropped' })
    if (verdict.notBefore > now) return deliveries.update(delivery._id, { notBefore: verdict.notBefore })

    const devices = await devicesFor(delivery)
    const outcomes = await Promise.all(devices.map((device) => attempt(device, delivery, now)))
    const reached = devices.filter((_, index) => outcomes[index]?.result === 'reached')
    const all = [...delivery.reached, ...reached.map(({ sessionId }) => sessionId)]
    const later = outcomes.filter((outcome) => outcome.result === 'later')
    const again = later.length > 0 ? nextAttempt(delivery, later, now) : undefined
    await deliveries.update(delivery._id, {
      reached: all,
      ...(all.length > 0 ? { sentAt: delivery.sentAt ?? now } : {}),
      ...(again ? { notBefore: again } : { state: endState(all, outcomes) }),
    })
  }

  async function sendDue(now: Date): Promise<void> {
    // What is looked at is sent, ended or put off, so that each page is another.
    for (let page = 0; page < MAX_PAGES; page++) {
      const due = await deliveries.due(now)
      if (due.length === 0) return
      await sendAll(due, now)
    }
  }

  async function sendAll(due: readonly Delivery[], now: Date): Promise<void> {
    for (let from = 0; from < due.length; from += AT_ONCE) {
      await Promise.all(
        due.slice(from, from + AT_ONCE).map(async (delivery) => {
          if (!(await deliveries.take(delivery, now))) return
          // Left as taken, it is tried again a minute later.
          await deliver(delivery, now).catch((error: unknown) =>
            logger.error({ delivery: delivery._id, ...described(error) }, 'a delivery failed'),
          )
        }),
      )
    }
  }

  async function repeatDue(now: Date): Promise<void> {
    for (const told of await deliveries.toRepeat(now)) {
      const fold = await changes.fold(told.stream)
      const person = await account(told.accountId)
      const { kind, entityId } = told
      const type = isAboutFlag(kind) ? 'flag' : isAboutReading(kind) ? 'readingAlert' : 'message'
      const escalation = fold.get<Flag | ReadingAlert | Message>(type, entityId)?.after?.escalation
      const next =
        person && escalation && stillOpen(told, fold, person)
          ? repeatOf(told, escalation.repeatMinutes, now)
          : undefined
      // The next one is there before this one forgets it: a crash in between makes the same one again.
      if (next) await deliveries.add([next])
      await deliveries.update(told._id, { repeatAt: null })
    }
  }

  return [
    {
      name: PUSH_JOB,
      every: '5 seconds',
      run: async (now) => {
        await repeatDue(now)
        await sendDue(now)
      },
    },
    { name: 'purge-deliveries', every: '1 hour', run: (now) => deliveries.purge(now) },
  ]
}

/** @returns undefined when it would be too late */
function nextAttempt({ attempts, expiresAt }: Delivery, later: Outcome[], now: Date): Date | undefined {
  const asked = later.map((outcome) => ('afterMs' in outcome ? (outcome.afterMs ?? 0) : 0))
  const pause = Math.max(Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS), ...asked)
  const next = new Date(now.getTime() + pause)
  return next < expiresAt ? next : undefined
}

function endState(reached: readonly string[], outcomes: readonly Outcome[]): Delivery['state'] {
  if (reached.length > 0) return 'sent'
  return outcomes.some(({ result }) => result !== 'gone') ? 'failed' : 'dropped'
}
