/**
 * A real server for feature tests: the real engine in a folder of its own, the whole application listening on a
 * free port, a house with people in it. In this process, so that a test can look at the log; faults that kill
 * a server use `startServer` of @colloque/testing instead.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { randomBytes, randomUUID } from 'node:crypto'
import type { CommandInput, CommandName, CommandOutput, Reply } from '@colloque/contract'
import type { Account, Profession } from '@colloque/domain'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { createJoinCase } from '../features/care-circle/join-case.ts'
import { createApplication, type Application, type ApplicationOptions } from '../app.ts'
import { CONNECTION_OPTIONS } from '../platform/database.ts'
import { createLogger } from '../platform/logger.ts'
import { keyRingOf } from '../platform/secret.ts'
import { vapidKeysOf } from '../platform/vapid.ts'

const CACHE = resolve(import.meta.dirname, '../../../.cache')
/** Of everybody in the test house. */
export const PASSWORD = 'un mot de passe de test'

export interface TestPerson extends Account {
  readonly token: string
  /** The refresh cookie as a browser would send it. */
  readonly cookie: string
  /** A command over HTTP; the input's commandId is made where it is missing. */
  send<Name extends CommandName>(
    name: Name,
    input: Omit<CommandInput<Name>, 'commandId'> & { commandId?: string },
  ): Promise<Reply<CommandOutput<Name>> & { status: number }>
  /** The same, which must go well. */
  done<Name extends CommandName>(
    name: Name,
    input: Omit<CommandInput<Name>, 'commandId'> & { commandId?: string },
  ): Promise<CommandOutput<Name>>
  get(path: string): Promise<{ status: number; body: any }> // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read answers freely
}

export interface TestHouse {
  readonly application: Application
  readonly connection: mongoose.Connection
  readonly url: string
  readonly enginePid: () => number | undefined
  person(name: string, profession: Profession, options?: { teamId?: string }): Promise<TestPerson>
  /** Somebody without a profession, in no team: in the circle by this account, seeing what is shared. */
  relative(name: string, caseId: string, by: TestPerson, relation?: string): Promise<TestPerson>
  /** Another server on the same database, as on another machine, whose clock may be wrong. */
  secondNode(
    options?: Pick<Partial<ApplicationOptions>, 'clock' | 'logger'>,
  ): Promise<{ readonly url: string; readonly application: Application }>
  /** A case opened by somebody, with these people in its circle. */
  openCase(by: TestPerson, circle?: readonly TestPerson[]): Promise<string>
  stop(): Promise<void>
}

export const buildPatient = (
  over: Partial<CommandInput<'case.create'>['patient']> = {},
): CommandInput<'case.create'>['patient'] => ({
  birthName: `Essai${randomBytes(4)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`,
  firstNames: 'Paule',
  birthDate: '1941-03-09',
  sex: 'female',
  ...over,
})

type OfLinks = 'mail' | 'address' | 'oidc'
export interface TestHouseOptions extends Pick<
  Partial<ApplicationOptions>,
  | 'clock'
  | 'logger'
  | 'proxies'
  | 'push'
  | 'auditFolder'
  | 'hasRoom'
  | 'keys'
  | 'perAccountLimit'
  | 'redisUrl'
  | OfLinks
> {
  /** The one secret of the house, where a test has to know it. */
  readonly secret?: Buffer
  /** Told every command that goes to the database, as it is sent. */
  readonly onDatabaseCommand?: (command: unknown) => void
}

export async function startTestHouse({
  onDatabaseCommand,
  secret = randomBytes(48),
  ...options
}: TestHouseOptions = {}): Promise<TestHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'colloque-test-'))
  const engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE, lingerMs: 1_000 })
  const nodes: { application: Application; connection: mongoose.Connection }[] = []
  const startNode = async (own: Pick<Partial<ApplicationOptions>, 'clock' | 'logger'> = {}) => {
    const connection = await mongoose
      .createConnection(engine.uri, { ...CONNECTION_OPTIONS, monitorCommands: Boolean(onDatabaseCommand) })
      .asPromise()
    if (onDatabaseCommand)
      connection.getClient().on('commandStarted', ({ command }) => onDatabaseCommand(command))
    // As openDatabase does: a filter of ours that is not marked as such would find nothing.
    connection.set('sanitizeFilter', true)
    const application = createApplication({
      connection,
      keys: keyRingOf([secret]),
      clock: () => new Date(),
      logger: createLogger('silent'),
      push: { keys: vapidKeysOf(secret), subject: 'mailto:tests@example.com', hosts: [] },
      origins: [],
      proxies: 0,
      metricsToken: 'metrics-token-of-the-tests',
      clientFolder: join(folder, 'no-client'),
      databaseAnswers: () => Promise.resolve(true),
      hasRoom: () => engine.hasRoom(),
      perAccountLimit: 100_000,
      ...options,
      ...own,
    })
    await application.start()
    await new Promise<void>((listening) => application.server.listen(0, '127.0.0.1', listening))
    nodes.push({ application, connection })
    const url = `http://127.0.0.1:${(application.server.address() as AddressInfo).port}`
    return { application, connection, url }
  }
  const { application, connection, url } = await startNode()
  const teamId = await application.teams.create({ name: 'Maison des essais' })

  const signedIn = async (account: Account): Promise<TestPerson> => {
    const { email } = account
    const response = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    const { accessToken } = (await response.json()) as { accessToken: string }
    const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
    const send: TestPerson['send'] = async (command, input) => {
      const answer = await fetch(`${url}/api/v1/commands/${command}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ commandId: randomUUID(), ...input }),
      })
      return { ...((await answer.json()) as Reply<never>), status: answer.status }
    }
    return {
      ...account,
      token: accessToken,
      cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
      send,
      done: async (command, input) => {
        const reply = await send(command, input)
        if (!reply.ok) throw new Error(`${command}: ${reply.error.code} ${JSON.stringify(reply.error.data)}`)
        return reply.data
      },
      get: async (path) => {
        const answer = await fetch(`${url}/api/v1${path}`, { headers })
        return { status: answer.status, body: await answer.json() }
      },
    }
  }

  const person: TestHouse['person'] = async (name, profession, options = {}) => {
    const team = options.teamId ?? teamId
    const email = `${randomUUID()}@essais.example`
    const account = await application.accounts.create(
      { email, name, profession, phone: null, teamIds: [team] },
      PASSWORD,
    )
    if (!options.teamId) {
      await application.teams.addMember({
        teamId: team,
        accountId: account.id,
        name,
        profession,
        phone: null,
        administrator: false,
      })
    }
    return signedIn(account)
  }

  const relative: TestHouse['relative'] = async (name, caseId, by, relation = 'fille') => {
    const email = `${randomUUID()}@essais.example`
    const account = await application.accounts.create(
      { email, name, profession: null, phone: null, teamIds: [] },
      PASSWORD,
    )
    const { id: memberId } = await by.done('circle.add', { caseId, name, relation })
    // As whoever follows the link of an invitation.
    await createJoinCase(application.changes)({ caseId, memberId, invitationId: randomUUID() }, account)
    return signedIn(account)
  }

  return {
    application,
    connection,
    url,
    enginePid: () => engine.pid(),
    person,
    relative,
    openCase: async (by, circle = []) => {
      const opened = await by.done('case.create', {
        patient: buildPatient(),
        reason: 'Essai',
        informed: { how: 'oral' },
        circle: circle.map(({ id }) => id),
        confirmedDistinct: true,
      })
      return opened.id
    },
    secondNode: startNode,
    stop: async () => {
      for (const node of nodes) {
        await node.application.stop()
        await node.connection.close()
      }
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
