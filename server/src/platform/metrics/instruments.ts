/**
 * What is counted as it happens. Labels are names that stand in the code (a command, a route's pattern, a code), never
 * anything that comes with a request: each label value is a series of its own for ever, and all who watch can read it.
 * What they cost: `measure.ts`.
 */
import type { CommandName } from '@colloque/contract'
import type { ErrorCode } from '@colloque/domain'
import type { BoardInsert } from '../boards/index.ts'
import type { ChangeOrigin, LogObserver } from '../change-log/index.ts'
import type { HandledRequest } from '../http/request-log.ts'
import type { CommandOutcome } from '../watch-commands.ts'
import { createCounter, createHistogram, type Exposed, type LabelValue } from './series.ts'

/** Seconds: from what nobody notices to what everybody does. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const COARSE_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10]
const JOB_SECONDS = [0.01, 0.1, 1, 10, 60, 300]
const PER_INSERT = [1, 2, 4, 8, 16, 32, 64, 128, 256]

/** As many values as labels. */
type ValuesOf<Labels extends readonly string[]> = { [Index in keyof Labels]: LabelValue }

export interface Instruments {
  onCommand(name: CommandName, outcome: CommandOutcome, ms: number): void
  onRequest(request: HandledRequest): void
  /** @param surface by which the refusal went out */
  onRefused(surface: 'http' | 'socket', code: ErrorCode): void
  /** @param ageMs since it was decided, by the clocks of the two nodes; undefined where nobody here listens */
  onChange(origin: ChangeOrigin, ageMs: number | undefined): void
  readonly log: Required<LogObserver>
  onBoardInsert(insert: BoardInsert): void
  onBoardHandled(what: 'frame' | 'change', ms: number): void
  /** @param closeCode of the WebSocket, or 403 for another site's page */
  onBoardRefused(closeCode: number): void
  onJob(name: string, isDone: boolean, ms: number): void
  onPush(result: string): void
  onMail(result: 'sent' | 'failed'): void
  onPasswordTried(result: 'right' | 'wrong' | 'rate_limited'): void
  onAudited(kind: string): void
  /** Jobs of which something will be told. */
  expectJobs(names: Iterable<string>): void
}

export function createInstruments(): Instruments & Pick<Exposed, 'text'> {
  const all: Exposed[] = []
  const counter = <const Labels extends readonly string[]>(name: string, help: string, labels: Labels) => {
    const made = createCounter<ValuesOf<Labels>>({ name, help, labels })
    all.push(made)
    return made
  }
  const histogram = <const Labels extends readonly string[]>(
    name: string,
    help: string,
    labels: Labels,
    buckets: readonly number[],
  ) => {
    const made = createHistogram<ValuesOf<Labels>>({ name, help, labels, buckets })
    all.push(made)
    return made
  }

  const commands = counter('colloque_commands_total', 'Commands answered', ['command', 'outcome'])
  const commandSeconds = histogram(
    'colloque_command_seconds',
    'From the arrival of a command to its answer',
    ['command'],
    SECONDS,
  )
  const requests = counter('colloque_http_requests_total', 'HTTP requests answered', [
    'method',
    'route',
    'status',
  ])
  const requestSeconds = histogram(
    'colloque_http_request_seconds',
    'From the arrival of a request to the end of its answer',
    ['route'],
    COARSE_SECONDS,
  )
  const refusals = counter('colloque_refusals_total', 'Refusals that went out', ['surface', 'code'])
  const changes = counter('colloque_log_changes_total', 'Changes that this node folded live', ['origin'])
  const fanOut = histogram(
    'colloque_fanout_seconds',
    'From the decision of a change to its sending to the sockets of this node',
    ['origin'],
    SECONDS,
  )
  const insertSeconds = histogram(
    'colloque_log_insert_seconds',
    'One insert into the log, until it is on the disks of a majority',
    ['outcome'],
    SECONDS,
  )
  const insertChanges = histogram(
    'colloque_log_insert_changes',
    'Changes that one insert carries',
    [],
    PER_INSERT,
  )
  const reactorFailures = counter(
    'colloque_reactor_failures_total',
    'Commands of reactors that were refused for good, and attempts that failed and come again',
    ['reactor', 'how'],
  )
  const boardUpdates = counter('colloque_board_updates_total', 'Edits of documents that were stored', [])
  const boardInsertSeconds = histogram(
    'colloque_board_insert_seconds',
    'One insert of edits, until it is on the disks of a majority',
    ['outcome'],
    SECONDS,
  )
  const boardInsertBatches = histogram(
    'colloque_board_insert_batches',
    'Batches, each of one document, that one insert carries',
    [],
    PER_INSERT,
  )
  const boardHandling = histogram(
    'colloque_board_handling_seconds',
    'How long reading a frame, or trying a connection’s edits, kept the event loop',
    ['what'],
    [0.0001, 0.001, 0.01, 0.05, 0.25, 1],
  )
  const boardRefusals = counter('colloque_board_refusals_total', 'Connections to documents that were ended', [
    'code',
  ])
  const jobs = counter('colloque_job_runs_total', 'Runs of jobs on this node', ['job', 'outcome'])
  const jobSeconds = histogram('colloque_job_seconds', 'Length of a run', ['job'], JOB_SECONDS)
  const pushes = counter('colloque_push_total', 'Attempts to ring a device', ['result'])
  const mails = counter('colloque_mail_total', 'Mails handed in', ['result'])
  const passwords = counter('colloque_password_attempts_total', 'Passwords and codes that were tried', [
    'result',
  ])
  const audited = counter('colloque_audit_records_total', 'What was told to the audit trail', ['kind'])

  // Of what has never happened there has to be a zero, or its first time shows no increase.
  for (const outcome of ['stored', 'rejected', 'unknown']) insertSeconds.expect(outcome)
  for (const outcome of ['stored', 'unknown']) boardInsertSeconds.expect(outcome)
  for (const result of ['reached', 'gone', 'refused', 'later']) pushes.add(0, result)
  for (const result of ['sent', 'failed']) mails.add(0, result)
  for (const result of ['right', 'wrong', 'rate_limited']) passwords.add(0, result)
  for (const kind of ['session.failed', 'session.reused']) audited.add(0, kind)

  boardUpdates.add(0)

  return {
    text: () => all.map((one) => one.text()).join('\n'),
    onCommand: (command, outcome, ms) => {
      commands.add(1, command, outcome)
      commandSeconds.observe(ms / 1_000, command)
    },
    onRequest: ({ method, route, status, ms }) => {
      requests.add(1, method, route, status)
      requestSeconds.observe(ms / 1_000, route)
    },
    onRefused: (surface, code) => refusals.add(1, surface, code),
    onChange: (origin, ageMs) => {
      changes.add(1, origin)
      // Another node's clock may be ahead of this one's.
      if (ageMs !== undefined) fanOut.observe(Math.max(0, ageMs) / 1_000, origin)
    },
    log: {
      onInsert: (count, ms, outcome) => {
        insertSeconds.observe(ms / 1_000, outcome)
        insertChanges.observe(count)
      },
      onReactionFailed: (reactor, how) => reactorFailures.add(1, reactor, how),
    },
    onBoardInsert: ({ batches, updates, ms, outcome }) => {
      boardInsertSeconds.observe(ms / 1_000, outcome)
      boardInsertBatches.observe(batches)
      if (outcome === 'stored') boardUpdates.add(updates)
    },
    onBoardHandled: (what, ms) => boardHandling.observe(ms / 1_000, what),
    onBoardRefused: (code) => boardRefusals.add(1, code),
    onJob: (job, isDone, ms) => {
      jobs.add(1, job, isDone ? 'done' : 'failed')
      jobSeconds.observe(ms / 1_000, job)
    },
    onPush: (result) => pushes.add(1, result),
    onMail: (result) => mails.add(1, result),
    onPasswordTried: (result) => passwords.add(1, result),
    onAudited: (kind) => audited.add(1, kind),
    expectJobs: (names) => {
      for (const job of names) for (const outcome of ['done', 'failed']) jobs.add(0, job, outcome)
    },
  }
}
