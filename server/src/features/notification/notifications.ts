/** Reaching people outside the application: what `app.ts` needs of it. */
import type { Agent } from 'node:https'
import type { Account, Change, QueueItem, StreamName } from '@colloque/domain'
import type { Connection } from 'mongoose'
import type { Router } from 'express'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { Logger } from '../../platform/logger.ts'
import type { MailSettings } from '../../platform/mail.ts'
import type { VapidKeys } from '../../platform/vapid.ts'
import { createDeliveries } from './deliveries.ts'
import { writeDeliveries, type Follower } from './write-deliveries.ts'
import { createJudge } from './judge.ts'
import { createPushServices } from './push-hosts.ts'
import { mailJob } from './mail.job.ts'
import { createMailings } from './mailings.ts'
import { PUSH_JOB, pushJobs } from './push.job.ts'
import { pushQueries, pushRoutes } from './push.routes.ts'
import { createPushSubscriptions } from './push-subscriptions.ts'
import { createPushSender, type Outcome } from './sender.ts'

/** Whoever is reading marks it as read within a second or two: on this node or another, on this device or another. */
const GRACE_MS = 4_000

export interface PushSettings {
  readonly keys: VapidKeys
  readonly subject: string
  /** Push services besides those of the browsers' makers. */
  readonly hosts: readonly string[]
  readonly agent?: Agent
  /** How long what does not press waits for its reader to have read it anyway. */
  readonly graceMs?: number
  /** What became of an attempt; for metrics. */
  readonly onSent?: (result: Outcome['result']) => void
}

export interface Notifications {
  /** Writes down who is to be told of a change: the effect of a durable reactor. */
  react(change: Change): Promise<void>
  readonly jobs: readonly JobDefinition[]
  readonly router: Router
  readonly queries: Pick<QueryHandlers, 'pushKey'>
  start(): Promise<void>
  /** A session has ended: its device hears nothing more. */
  endSession(sessionId: string): void
}

export function createNotifications(options: {
  connection: Connection
  clock: () => Date
  logger: Logger
  push?: PushSettings
  mail?: MailSettings
  perAccount: RateLimit
  changes: ChangeLog
  account(accountId: string): Promise<Account | undefined>
  followersOf(stream: StreamName): Promise<readonly Follower[]>
  mayReadStream(actor: Actor, stream: StreamName): Promise<boolean>
  readMarksOf(accountId: string): Promise<Map<string, number>>
  isLookingAt(accountId: string, stream: StreamName): boolean
  sessionLives(sessionId: string): Promise<boolean>
  runJob(name: string): void
  accounts(after: string | undefined, limit: number): Promise<Account[]>
  /** What Accueil shows somebody. */
  waitsFor(account: Account): Promise<readonly QueueItem[]>
}): Notifications {
  const { connection, changes, clock, logger, push, mail, account } = options
  const deliveries = createDeliveries(connection)
  const subscriptions = createPushSubscriptions(connection)
  const mailings = createMailings(connection)
  const isPushService = createPushServices(push?.hosts ?? [])

  return {
    react: writeDeliveries({
      changes,
      account,
      followersOf: options.followersOf,
      deliveries,
      clock,
      graceMs: push?.graceMs ?? GRACE_MS,
      onPressing: () => {
        if (push) options.runJob(PUSH_JOB)
      },
    }),
    jobs: [
      ...(push
        ? pushJobs({
            changes,
            deliveries,
            subscriptions,
            judge: createJudge({
              changes,
              account,
              mayReadStream: options.mayReadStream,
              readMarksOf: options.readMarksOf,
              isLookingAt: options.isLookingAt,
            }),
            send: createPushSender(push),
            isPushService,
            account,
            sessionLives: options.sessionLives,
            logger,
          })
        : []),
      ...(mail
        ? [
            mailJob({
              settings: mail,
              mailings,
              changes,
              accounts: options.accounts,
              waitsFor: options.waitsFor,
              logger,
            }),
          ]
        : []),
    ],
    router: pushRoutes({ subscriptions, isPushService, clock, perAccount: options.perAccount }),
    queries: pushQueries({ publicKey: push?.keys.publicKey, subscriptions }),
    start: async () => {
      await Promise.all([deliveries.start(), subscriptions.start(), mailings.start()])
    },
    endSession: (sessionId) => {
      subscriptions
        .remove(sessionId)
        .catch((error: unknown) => logger.error({ name: (error as Error).name }, 'a device was not removed'))
    },
  }
}
