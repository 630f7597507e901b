/**
 * `node server/src/testing/bench/house.ts '<HouseOrder as JSON>'`: fills the data folder of a server that does not run
 * with accounts, sessions, cases and what is in them, and prints who and where they are (BuiltHouse). For the bench, which
 * speaks over the wire only. Passwords and sign-ins are left out: nobody signs in here by a password.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import type { Application } from '../../app.ts'
import { withApplication } from '../../commands/terminal/with-application.ts'
import { createTokens } from '../../features/session/tokens.ts'
import type { Actor } from '../../platform/actor.ts'
import { readConfiguration } from '../../platform/configuration.ts'
import { openDatabase } from '../../platform/database.ts'
import { readKeys } from '../../platform/secret.ts'
import { createFiller } from './filler.ts'

export interface HouseOrder {
  readonly folder: string
  readonly cacheFolder: string
  /** Professionals, all of one team. */
  readonly accounts: number
  readonly cases: number
  /** Accounts in each circle: the cases take them in turn. */
  readonly circle: number
  /** In each case. */
  readonly messages?: number
  /** In each case, free to claim. */
  readonly tasks?: number
  /** More cases, with messages, that nobody works in: copies of the first. */
  readonly copies?: number
}

export interface BuiltHouse {
  /** Tokens hold for an hour, so that no renewal falls into a measure. */
  readonly accounts: readonly { readonly id: string; readonly token: string }[]
  readonly cases: readonly {
    readonly id: string
    readonly seq: number
    /** Indexes of accounts. */
    readonly circle: readonly number[]
    readonly tasks: readonly string[]
  }[]
}

const TOKENS_LATER_MS = 50 * 60_000
const AT_ONCE = 64
/** `case.create` takes so many besides its author; the others join one by one. */
const JOIN_AT_FIRST = 40

async function build(order: HouseOrder): Promise<BuiltHouse> {
  const configuration = readConfiguration({ COLLOQUE_DATA: order.folder, COLLOQUE_CACHE: order.cacheFolder })
  const database = await openDatabase(configuration, () => undefined)
  try {
    const db = database.connection.db as unknown as mongo.Db
    const keys = await readKeys(configuration)
    const tokens = createTokens(keys, () => new Date(Date.now() + TOKENS_LATER_MS))
    const house = await withApplication(database, async (application) => {
      const actors = await employ(application, db, order.accounts)
      const cases = await openCases(application, actors, order)
      const accounts = actors.map(({ accountId, sessionId }) => ({
        id: accountId,
        token: tokens.signAccess(accountId, sessionId),
      }))
      return { accounts, cases }
    })
    const streams = house.cases.map(({ id }): StreamName => `case:${id}`)
    const seqs = await fill(
      db,
      streams,
      house.accounts.map(({ id }) => id),
      order,
    )
    return { ...house, cases: house.cases.map((one, i) => ({ ...one, seq: seqs[i] ?? 0 })) }
  } finally {
    await database.close()
  }
}

async function fill(
  db: mongo.Db,
  streams: readonly StreamName[],
  authors: readonly string[],
  { messages = 0, copies = 0 }: HouseOrder,
): Promise<number[]> {
  const [first] = streams
  if (!first) return []
  const filler = await createFiller(db, first)
  // Before the first has messages of its own to read again for each copy.
  for (let n = 0; n < copies; n += 1) await filler.copy(first, messages, authors)
  const seqs: number[] = []
  for (const stream of streams) seqs.push(await filler.messages(stream, messages, authors))
  await filler.flush()
  return seqs
}

async function employ(application: Application, db: mongo.Db, count: number): Promise<Actor[]> {
  const teamId = await application.teams.create({ name: 'Maison de mesure' })
  const actors: Actor[] = []
  for (let n = 0; n < count; n += 1) {
    const profession = 'nurse' as const
    const name = `Personne ${n}`
    const person = { name, profession, phone: null }
    const email = `${n}@mesure.example`
    const { id: accountId } = await application.accounts.create({ ...person, email, teamIds: [teamId] }, null)
    await application.teams.addMember({ ...person, teamId, accountId, administrator: false })
    actors.push({ accountId, sessionId: uuidv7(), name, profession, teamIds: [teamId] })
  }
  const now = new Date()
  const sessions = actors.map(({ accountId, sessionId }) => ({
    ...{ _id: sessionId, accountId, refreshHash: randomBytes(32).toString('base64url') },
    ...{ createdAt: now, usedAt: now, expiresAt: new Date(now.getTime() + 86_400_000), revokedAt: null },
    ...{ proof: null, userAgent: 'bench', methods: ['password'] },
  }))
  await db.collection('sessions').insertMany(sessions as never)
  return actors
}

async function openCases(
  application: Application,
  actors: readonly Actor[],
  { cases, circle, tasks = 0 }: HouseOrder,
): Promise<BuiltHouse['cases']> {
  const opened: BuiltHouse['cases'][number][] = []
  for (let from = 0; from < cases; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, cases - from) }, (_, i) => from + i)
    opened.push(
      ...(await Promise.all(
        some.map(async (n) => {
          const places = Array.from({ length: circle }, (_, i) => (n * circle + i) % actors.length)
          const id = await openCase(
            application,
            places.map((place) => actors[place] as Actor),
          )
          const author = actors[places[0] as number] as Actor
          return { id, seq: 0, circle: places, tasks: await makeTasks(application, id, author, tasks) }
        }),
      )),
    )
  }
  return opened
}

async function makeTasks(
  application: Application,
  caseId: string,
  author: Actor,
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  // No more at a time than a stream takes at once, however slow the machine is.
  while (ids.length < count) {
    const made = Array.from({ length: Math.min(AT_ONCE, count - ids.length) }, (_, i) => {
      const input = { commandId: randomUUID(), caseId, title: `Tâche ${ids.length + i}` }
      return application.execute('task.create', input, author)
    })
    ids.push(...(await Promise.all(made)).map(({ data }) => data.id))
  }
  return ids
}

async function openCase(application: Application, circle: readonly Actor[]): Promise<string> {
  const [author, ...others] = circle as [Actor, ...Actor[]]
  const patient = {
    birthName: `Mesure${randomBytes(6).toString('hex').replace(/\d/g, 'x')}`,
    firstNames: 'Paule',
    birthDate: '1941-03-09',
    sex: 'female' as const,
  }
  const { data } = await application.execute(
    'case.create',
    {
      commandId: randomUUID(),
      ...{ patient, reason: 'Mesure', informed: { how: 'oral' }, confirmedDistinct: true },
      circle: others.slice(0, JOIN_AT_FIRST).map(({ accountId }) => accountId),
    },
    author,
  )
  for (const { accountId } of others.slice(JOIN_AT_FIRST))
    await application.execute('circle.add', { commandId: randomUUID(), caseId: data.id, accountId }, author)
  return data.id
}

const order = JSON.parse(process.argv[2] ?? '') as HouseOrder
process.stdout.write(JSON.stringify(await build(order)))
