/**
 * Tells the demo story through the same commands that people send, each dated to its day, so that whatever the
 * demo shows has passed every rule. Every command's id follows from its place in the story: a seeding that was
 * cut short goes on where it stopped.
 */
import { addCard, caseBoardDocName, linkCard, readBoard } from '@colloque/board'
import type { CommandName } from '@colloque/contract'
import type { CircleMember, Message } from '@colloque/domain'
import { v5 } from 'uuid'
import type { Application } from '../app.ts'
import type { Actor } from '../platform/actor.ts'
import { DEMO_PASSWORD } from './accounts.ts'
import { CASES } from './content/index.ts'
import { SCHEDULES, TALK } from './content/house.ts'
import { PLANS } from './content/plans.ts'
import { HOUSE, OUTSIDER, OUTSIDER_HOUSE } from './content/people.ts'
import type { DemoCase, DemoPerson } from './scenario.ts'
import { addresseesOf, commandOf } from './command-of.ts'
import { tellCircles } from './tell-circles.ts'
import { tellPlan } from './tell-plan.ts'
import { tellTeam } from './tell-team.ts'
import { dayZero, instantOf } from './time.ts'

/** Namespace of the demo's ids. */
const DEMO = '5f1c9a52-8f1e-4f0a-9c3d-2f0b6f3d7a11'
const demoId = (name: string) => v5(name, DEMO)

interface Story {
  readonly application: Application
  readonly clock: () => Date
  readonly onProgress: (text: string) => void
}

/** Fills an empty database with the demo house; does nothing once it is there. */
export async function seedDemo({ application, clock, onProgress }: Story): Promise<void> {
  const marker = demoId('finished')
  const teamId = demoId('team')
  const state = await application.changes.fold(`team:${teamId}`)
  if (state.get('demoFinished', marker)) return

  onProgress('Setting up the demo house: accounts…')
  await application.teams.create({ name: HOUSE.name }, teamId)
  const actors = new Map<string, Actor>()
  for (const person of HOUSE.people) actors.set(person.key, await settle(application, person, teamId))
  const elsewhere = demoId('another team')
  await application.teams.create({ name: OUTSIDER_HOUSE }, elsewhere)
  await settle(application, OUTSIDER, elsewhere)

  const today = dayZero(clock())
  const caseIds = new Map<string, string>()
  onProgress('Setting up the demo house: situations and care plans…')
  // Beside each other: nothing of one is in another, and the log writes together what comes together.
  await Promise.all(
    CASES.map(async (demoCase) => {
      caseIds.set(demoCase.key, await tell(application, demoCase, actors, today))
    }),
  )
  for (const plan of PLANS) {
    const caseId = caseIds.get(plan.caseKey)
    if (caseId) await tellPlan(plan, { application, caseId, today, demoId, actorOf: among(actors) })
  }
  for (const demoCase of CASES) {
    const caseId = caseIds.get(demoCase.key)
    const otherCaseId = demoCase.household && caseIds.get(demoCase.household)
    const actor = actors.get(demoCase.openedBy)
    if (caseId && otherCaseId && actor) {
      await application.execute(
        'case.linkHousehold',
        { commandId: demoId(`${demoCase.key} household`), caseId, otherCaseId },
        actor,
      )
    }
  }
  await tellCircles({
    ...{ application, teamId, today, demoId, cases: CASES, people: [...actors.keys()] },
    actorOf: among(actors),
    caseIdOf: (key) => caseIds.get(key) ?? '',
  })
  onProgress('Setting up the demo house: meetings, protocols, directory…')
  await tellTeam({
    ...{ application, teamId, today, demoId, people: [...actors.keys()] },
    actorOf: among(actors),
    caseIdOf: (key) => caseIds.get(key) ?? '',
  })
  await keepHours(application, teamId, actors, today)
  await talk(application, teamId, actors, today)
  // What is late in the story has been asked about by the time that anybody looks.
  for (const caseId of caseIds.values()) await application.changes.catchUp(`case:${caseId}`)
  await application.jobs.runNow('overdue')
  await application.changes.execute({
    stream: `team:${teamId}`,
    commandId: marker,
    by: 'system:demo',
    input: {},
    decide: () => ({
      kind: 'team.demoFinished',
      entities: [{ type: 'demoFinished', id: marker, after: { name: HOUSE.name } }],
    }),
  })
}

async function settle({ accounts, teams }: Application, person: DemoPerson, teamId: string): Promise<Actor> {
  const accountId = demoId(person.email)
  const phone = person.phone ?? null
  if (!(await accounts.find(accountId))) {
    const { email, name, profession } = person
    await accounts.create({ id: accountId, email, name, profession, phone, teamIds: [teamId] }, DEMO_PASSWORD)
  }
  const { name, profession } = person
  await teams.addMember({
    teamId,
    accountId,
    name,
    profession,
    phone,
    administrator: profession === 'coordinator',
  })
  return { accountId, sessionId: demoId('session'), name, profession, teamIds: [teamId] }
}

/** @throws for a person of the story who is not in the house */
const among =
  (actors: ReadonlyMap<string, Actor>) =>
  (key: string): Actor => {
    const actor = actors.get(key)
    if (!actor) throw new Error(`the demo names ${key}, who is not in the house`)
    return actor
  }

/** One case: opened, its circle, its events in order, its board. @returns its id */
async function tell(
  application: Application,
  demoCase: DemoCase,
  actors: ReadonlyMap<string, Actor>,
  today: Date,
): Promise<string> {
  const { execute } = application
  const actorOf = among(actors)
  /** Ids of what the story has made so far, by the story's keys. */
  const made = new Map<string, string>()
  const idOf = (key: string): string => {
    const id = made.get(key)
    if (!id) throw new Error(`the demo of ${demoCase.key} names ${key} before it exists`)
    return id
  }
  let step = 0
  const run = async <Name extends CommandName>(
    name: Name,
    input: object,
    by: string,
    at: string,
    key?: string,
  ): Promise<string> => {
    const commandId = demoId(`${demoCase.key} ${step++}`)
    const { data } = await execute(name, { commandId, ...input }, actorOf(by), { at })
    const { id } = data as { id: string }
    if (key !== undefined) made.set(key, id)
    return id
  }

  const first = demoCase.events[0]
  const openedAt = instantOf(today, (first?.day ?? -42) - 1, '18:00')
  const { patient, reason, informed } = demoCase
  const opening = {
    patient,
    reason,
    informed,
    confirmedDistinct: true,
    ...(demoCase.allergies ? { allergies: demoCase.allergies } : {}),
  }
  const caseId = await run('case.create', opening, demoCase.openedBy, openedAt)
  for (const key of demoCase.circle.filter((person) => person !== demoCase.openedBy)) {
    const role = key === demoCase.referent ? 'referent' : 'member'
    await run('circle.add', { caseId, accountId: actorOf(key).accountId, role }, demoCase.openedBy, openedAt)
  }
  for (const { name, relation, phone } of demoCase.relatives) {
    await run(
      'circle.add',
      { caseId, name, relation, ...(phone ? { phone } : {}) },
      demoCase.openedBy,
      openedAt,
    )
  }

  for (const event of demoCase.events) {
    const [name, input, key] = commandOf(event, {
      caseId,
      idOf,
      accountIdOf: (person) => actorOf(person).accountId,
      today,
    })
    await run(name, input, event.by, instantOf(today, event.day, event.time), key)
  }
  await drawBoard(application, demoCase, caseId, actorOf, idOf, today)
  await read(application, caseId, instantOf(today, -1, '12:00'))
  return caseId
}

/** When people work and when they are away, each by themselves. */
async function keepHours(
  { execute }: Application,
  teamId: string,
  actors: ReadonlyMap<string, Actor>,
  today: Date,
): Promise<void> {
  const dayOf = (day: number) => instantOf(today, day, '12:00').slice(0, 10)
  for (const { person, hours, away = [] } of SCHEDULES) {
    const actor = actors.get(person)
    if (!actor) throw new Error(`the demo names ${person}, who is not in the house`)
    const at = instantOf(today, -42, '09:00')
    const ids = { commandId: demoId(`${person} hours`), teamId }
    await execute('schedule.setHours', { ...ids, hours }, actor, { at })
    for (const [index, { from, to, replacedBy }] of away.entries()) {
      const standIn = replacedBy && actors.get(replacedBy)?.accountId
      const absence = { from: dayOf(from), to: dayOf(to), ...(standIn ? { replacedBy: standIn } : {}) }
      const commandId = demoId(`${person} away ${index}`)
      await execute('schedule.addAbsence', { commandId, teamId, ...absence }, actor, {
        at: instantOf(today, -3, '09:00'),
      })
    }
  }
}

/** What is said outside the cases; what is older than a day has been read. */
async function talk(
  { execute, markRead }: Application,
  teamId: string,
  actors: ReadonlyMap<string, Actor>,
  today: Date,
): Promise<void> {
  const made = new Map<string, string>()
  const actorOf = among(actors)
  const told = [...TALK].sort((one, other) => one.day - other.day || (one.time < other.time ? -1 : 1))
  for (const [index, said] of told.entries()) {
    const at = instantOf(today, said.day, said.time)
    const by = actorOf(said.by)
    let conversationId = teamId
    if (said.with !== 'team') {
      const accountIds = [actorOf(said.with).accountId]
      const commandId = demoId(`direct ${index}`)
      const { data } = await execute('conversation.open', { commandId, accountIds }, by, { at })
      conversationId = data.id
    }
    const input = {
      conversationId,
      text: said.text,
      ...(said.thread ? { threadId: made.get(said.thread) } : {}),
      ...(said.to ? { to: addresseesOf(said.to, (key) => actorOf(key).accountId) } : {}),
    }
    const { data, seq } = await execute(
      'message.post',
      { commandId: demoId(`talk ${index}`), ...input },
      by,
      { at },
    )
    if (said.key) made.set(said.key, data.id)
    const readers = said.with === 'team' ? [...actors.values()] : [by, actorOf(said.with)]
    for (const { accountId } of said.day < 0 ? readers : [])
      markRead(accountId, `conversation:${conversationId}`, seq)
  }
}

/** Everybody of the circle has read what was written before `until`: what is unread is of the last day. */
async function read({ changes, markRead }: Application, caseId: string, until: string): Promise<void> {
  const stream = `case:${caseId}` as const
  const fold = await changes.fold(stream)
  const seen = fold.all<Message>('message').filter(({ createdAt }) => createdAt < until)
  const seq = seen.at(-1)?.createdSeq ?? 0
  for (const { after } of fold.all<CircleMember>('circleMember')) {
    if (after?.accountId && after.status === 'active') markRead(after.accountId, stream, seq)
  }
}

const COLUMNS = {
  needs: 'needs',
  inProgress: 'in-progress',
  done: 'done',
  lifeProject: 'life-project',
} as const

/** The cards of the case's board, each by its author. A card that stands already is left alone. */
async function drawBoard(
  { boards }: Application,
  { key, board }: DemoCase,
  caseId: string,
  actorOf: (person: string) => Actor,
  idOf: (key: string) => string,
  today: Date,
): Promise<void> {
  const idAt = (index: number) => demoId(`${key} card ${index}`)
  // As they came: the history of the board says so. Each takes its place before those that stand below it.
  const cards = [...board.entries()].sort(([, one], [, other]) => one.day - other.day)
  for (const [index, { column, title, body, by, day, tasks = [] }] of cards) {
    const id = idAt(index)
    const below = board.flatMap((card, place) =>
      place > index && card.column === column ? [idAt(place)] : [],
    )
    const author = actorOf(by).accountId
    const at = new Date(instantOf(today, Math.min(day, -1), '17:30'))
    await boards.edit(
      caseBoardDocName(caseId),
      author,
      (doc) => {
        const standing = new Set(readBoard(doc).columns.flatMap(({ cards }) => cards.map((card) => card.id)))
        if (standing.has(id)) return
        const before = below.find((card) => standing.has(card))
        addCard(doc, {
          ...{ id, column: COLUMNS[column], title, by: author, at },
          ...(body ? { body } : {}),
          ...(before ? { before } : {}),
        })
        for (const task of tasks) linkCard(doc, id, 'task', idOf(task))
      },
      at,
    )
  }
}
