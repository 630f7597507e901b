/** What a server is given, and what it offers to whoever starts it. */
import type { Server } from 'node:http'
import type { Demo } from '@colloque/contract'
import type express from 'express'
import type { Connection } from 'mongoose'
import type { CareTeams } from '../features/care-team/care-team.ts'
import type { PushSettings } from '../features/notification/notifications.ts'
import type { ReadMarks } from '../features/queue/read-marks.ts'
import type { Accounts } from '../features/session/accounts.ts'
import type { OidcSettings } from '../features/session/oidc.ts'
import type { AuditTrail } from '../platform/audit/index.ts'
import type { BoardServer } from '../platform/boards/index.ts'
import type { ChangeLog } from '../platform/change-log/index.ts'
import type { ExecuteCommand } from '../platform/commands.ts'
import type { Jobs } from '../platform/jobs/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { MailSettings } from '../platform/mail.ts'
import type { KeyRing } from '../platform/secret.ts'
import type { DepartureTimes } from '../platform/stopping/departure.ts'
import type { Entry } from './entry.ts'

export interface ApplicationOptions {
  readonly connection: Connection
  readonly keys: KeyRing
  readonly clock: () => Date
  /** Without it this node writes down who is to be told, and leaves telling them to the others. */
  readonly push?: PushSettings
  /** Folder outside the database for heads of the log and old records of the trail. Without it neither are kept there. */
  readonly auditFolder?: string
  /** False for a command at the terminal, which must do nothing but what it is asked. */
  readonly worksByTheClock?: boolean
  /** Without it this node sends no mail. */
  readonly mail?: MailSettings
  /** Where people sign in besides. */
  readonly oidc?: OidcSettings
  /** Under which people reach the house, without a slash at its end: what links begin with. */
  readonly address?: string
  /** Redis between the servers of a house; without it they hear of each other by polling. */
  readonly redisUrl?: string | undefined
  readonly logger: Logger
  readonly origins: readonly string[]
  readonly proxies: number
  readonly metricsToken: string | undefined
  /** Folder of the built client. */
  readonly clientFolder: string
  /** Accounts offered at sign-in, in demo mode alone. */
  readonly demoAccounts?: Demo['accounts']
  databaseAnswers(): Promise<boolean>
  hasRoom(): Promise<boolean>
  /** Folders whose disk the metrics tell of, by what they hold: a few fixed words. */
  readonly watchedFolders?: Readonly<Record<string, string>>
  /** Commands and queries of one account in ten seconds. */
  readonly perAccountLimit?: number
}

export interface Application {
  readonly server: Server
  /** Every HTTP surface: what the test of access lists. */
  readonly http: express.Express
  readonly changes: ChangeLog
  readonly boards: BoardServer
  readonly accounts: Accounts
  readonly teams: CareTeams
  readonly execute: ExecuteCommand
  readonly jobs: Pick<Jobs, 'runNow'>
  readonly audit: Pick<AuditTrail, 'record'>
  readonly proveByPassword: Entry['proveByPassword']
  /** Notes how far somebody has read in a stream. */
  readonly markRead: ReadMarks['mark']
  /** As Prometheus reads them. */
  metrics(): Promise<string>
  start(): Promise<void>
  /**
   * Leaves the other servers: `/readyz` is false for a while, then everybody here is sent away, spread over a time. At
   * once where this is the only server, or the signal is given. Then `stop`.
   */
  depart(times: DepartureTimes, signal: AbortSignal): Promise<void>
  /** Answers what is under way, stores what is not stored yet, and closes everything. */
  stop(): Promise<void>
}
