/** A house at ten in the morning, whose clock a test can move, with a push service of its own and a log to read. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { CommandName, CommandOutput } from '@colloque/contract'
import { pino } from 'pino'
import type { ApplicationOptions } from '../app.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'
import { vapidKeysOf } from '../platform/vapid.ts'
import { PUSH_JOB } from '../features/notification/push.job.ts'
import { startPushService, type PushService, type Subscriber } from './push-service.ts'

const GRACE_MS = 300

export interface ReachHouse extends TestHouse {
  readonly service: PushService
  /** Every line that was logged. */
  readonly log: string[]
  now(): Date
  /** A command of somebody whose token has run out when the clock was moved. */
  act<Name extends CommandName>(
    person: TestPerson,
    command: Name,
    input: object,
  ): Promise<CommandOutput<Name>>
  /** Moves the clock on. */
  wait(ms: number): void
  /** Lets what was written down come due, and be sent. */
  settle(): Promise<void>
  /** A device of theirs, in a session of its own. */
  device(person: TestPerson): Promise<Subscriber & { token: string; signOut(): Promise<void> }>
}

export async function startReachHouse(options: Partial<ApplicationOptions> = {}): Promise<ReachHouse> {
  const service = await startPushService()
  const log: string[] = []
  const begun = Date.now()
  let moved = 0
  // The next Tuesday, ten in the morning by the house's clock or nearly: no test depends on when it is run.
  const start = new Date(begun)
  start.setUTCDate(start.getUTCDate() + ((9 - start.getUTCDay()) % 7 || 7))
  start.setUTCHours(9, 0, 0, 0)
  const now = () => new Date(start.getTime() + (Date.now() - begun) + moved)
  const house = await startTestHouse({
    clock: now,
    logger: pino({ level: 'trace', base: null }, { write: (line: string) => void log.push(line) }),
    push: {
      keys: vapidKeysOf(randomBytes(48)),
      subject: 'mailto:tests@example.com',
      hosts: [service.host],
      agent: service.agent,
      graceMs: GRACE_MS,
    },
    ...options,
  })

  const subscribe = async (token: string, subscriber: Subscriber) => {
    const response = await fetch(`${house.url}/api/v1/me/push-subscriptions`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(subscriber.subscription),
    })
    if (!response.ok) throw new Error(await response.text())
  }

  return {
    ...house,
    service,
    log,
    now,
    act: async ({ id, name, profession, teamIds }, command, input) => {
      const { data } = await house.application.execute(
        command,
        { commandId: randomUUID(), ...input },
        { accountId: id, sessionId: '', name, profession, teamIds },
      )
      return data as CommandOutput<typeof command>
    },
    wait: (ms) => {
      moved += ms
    },
    settle: async () => {
      const { changes, jobs } = house.application
      // The reactor writes down after the reply.
      await new Promise((later) => setTimeout(later, GRACE_MS + 200))
      if (!changes.ready) throw new Error('the log is not ready')
      await jobs.runNow(PUSH_JOB)
    },
    device: async (person) => {
      const response = await fetch(`${house.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: person.email, password: PASSWORD }),
      })
      const { accessToken: token } = (await response.json()) as { accessToken: string }
      const subscriber = service.subscriber()
      await subscribe(token, subscriber)
      return Object.assign(subscriber, {
        token,
        signOut: async () => {
          await fetch(`${house.url}/api/v1/session`, {
            method: 'DELETE',
            headers: { Authorization: `Bearer ${token}` },
          })
        },
      })
    },
    stop: async () => {
      await house.stop()
      await service.stop()
    },
  }
}
