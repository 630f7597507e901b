/** A meeting that was held, with what became of its decisions, and the next one. */
import { blocksOf, caseMinutesDocName, paragraphs, TEXT } from '@colloque/board'
import {
  addDays,
  instantAt,
  type AgendaItem,
  type CircleMember,
  type Decision,
  type Meeting,
  type PersonWish,
} from '@colloque/domain'
import { contentIn, sealedMinutes } from '../features/meeting/minutes.ts'
import { DEMO_PASSWORD } from './accounts.ts'
import { NEXT, PAST, type DemoPastItem } from './content/meetings.ts'
import type { House } from './team-house.ts'

const HOUR = '13:00'

/** Called, talked over, decided, closed and signed. @returns its id */
export async function tellPastMeeting(house: House): Promise<string> {
  const { run, teamId, past, named, actorOf } = house
  const { title, place, calledBy, chair, there, outsiders, items } = PAST
  const meetingId = await run(
    'meeting.call',
    'past',
    {
      ...{ teamId, title, place, minutes: 45, startsAt: instantAt(past, HOUR) },
      chairId: actorOf(chair).accountId,
      invited: [
        ...there.map(named),
        ...outsiders.map((one) => ({ accountId: null, relation: null, ...one })),
      ],
    },
    calledBy,
    instantAt(addDays(past, -7), '10:00'),
  )
  const itemIds: string[] = []
  for (const item of items) itemIds.push(await proposePast(house, item, meetingId))
  await untilSlots(house, meetingId, itemIds)
  const ids = { teamId, meetingId }
  await run('meeting.send', 'past sent', ids, calledBy, instantAt(addDays(past, -2), '17:30'))
  await run('meeting.start', 'past begins', ids, chair, instantAt(past, '13:02'))
  for (const key of there.filter((one) => one !== chair))
    await run('meeting.attend', `past ${key}`, { ...ids, isThere: true }, key, instantAt(past, '13:03'))
  for (const [index, item] of items.entries())
    await talkOver(house, item, { meetingId, agendaItemId: itemIds[index] ?? '', minute: 4 + index * 18 })
  await run('meeting.close', 'past over', ids, chair, instantAt(past, '13:44'))
  await signPast(house, meetingId, itemIds)
  return meetingId
}

async function proposePast(
  { run, past, caseIdOf }: House,
  { caseKey, by, question, minutes, opinions }: DemoPastItem,
  meetingId: string,
): Promise<string> {
  const at = instantAt(addDays(past, -5), '12:20')
  const proposed = { caseId: caseIdOf(caseKey), question, minutes, meetingId }
  const agendaItemId = await run('agenda.propose', `past ${caseKey}`, proposed, by, at)
  for (const { by: who, text } of opinions)
    await run(
      'agenda.giveOpinion',
      `past ${caseKey} ${who}`,
      { agendaItemId, text },
      who,
      instantAt(addDays(past, -1), '18:00'),
    )
  return agendaItemId
}

const SLOTS_WAIT_MS = 20
const SLOTS_TRIES = 500

/** The meeting learns of its cases behind them. @throws where it does not */
async function untilSlots({ application, stream }: House, meetingId: string, itemIds: readonly string[]) {
  for (let tries = 0; tries < SLOTS_TRIES; tries++) {
    await application.changes.catchUp(stream)
    const held = (await application.changes.fold(stream)).get<Meeting>('meeting', meetingId)?.after
    const isOver = held && held.status !== 'planned'
    if (isOver || itemIds.every((id) => held?.slots.some(({ itemId }) => itemId === id))) return
    await new Promise((next) => setTimeout(next, SLOTS_WAIT_MS))
  }
  throw new Error('the meeting of the demo has not learnt of its cases')
}

interface Talked {
  readonly meetingId: string
  readonly agendaItemId: string
  /** After the hour. */
  readonly minute: number
}

/** One case at the table: who spoke, what was written, what was decided, and what became of it. */
async function talkOver(
  house: House,
  item: DemoPastItem,
  { meetingId, agendaItemId, minute }: Talked,
): Promise<void> {
  const { run, teamId, past, application, caseIdOf, actorOf, ownerOf, named } = house
  const { caseKey, writer, spoken, discussion, decisions } = item
  const at = (later: number) => instantAt(past, `13:${String(minute + later).padStart(2, '0')}`)
  await run(
    'meeting.turnTo',
    `past turns ${caseKey}`,
    { teamId, meetingId, itemId: agendaItemId },
    PAST.chair,
    at(0),
  )
  for (const key of spoken) {
    const { accountId, name } = actorOf(key)
    const person = { agendaItemId, person: { accountId, name }, hasSpoken: true }
    await run('agenda.setSpoken', `past ${caseKey} ${key} spoke`, person, key, at(4))
  }
  const { accountId, profession } = actorOf(writer)
  await application.boards.edit(
    caseMinutesDocName(caseIdOf(caseKey), meetingId),
    { accountId, role: profession ?? '' },
    (doc) => {
      const text = doc.getXmlFragment(TEXT)
      if (text.length === 0) text.insert(0, paragraphs(discussion))
    },
    new Date(at(8)),
  )
  for (const [index, { by, text, owner, due, teller, done, told, disagreement }] of decisions.entries()) {
    const id = `past ${caseKey} decision ${index}`
    const dueOn = addDays(past, due)
    const tell = { owner: ownerOf(teller), dueOn: addDays(past, 2) }
    const decided = { agendaItemId, text, owner: ownerOf(owner), dueOn, tell }
    const decisionId = await run('decision.record', id, decided, by, at(10))
    if (disagreement)
      await run(
        'decision.disagree',
        `${id} against`,
        { decisionId, text: disagreement.text },
        disagreement.by,
        at(11),
      )
    const held = (await house.foldOf(caseKey)).get<Decision>('decision', decisionId)?.after
    for (const [what, taskId, became] of [
      ['done', held?.taskId, done],
      ['told', held?.tellTaskId, told],
    ] as const)
      if (taskId && became)
        await run(
          'task.complete',
          `${id} ${what}`,
          { taskId, note: became.note },
          became.by,
          instantAt(addDays(past, became.after), '17:15'),
        )
  }
  const circle = (await house.foldOf(caseKey)).all<CircleMember>('circleMember')
  const isOfCase = (key: string) =>
    circle.some(({ after }) => after?.status === 'active' && after.accountId === actorOf(key).accountId)
  const participants = PAST.there.filter(isOfCase).map(named)
  await run('agenda.conclude', `past ${caseKey} over`, { agendaItemId, participants }, PAST.chair, at(14))
}

/** The chair signs each case, in a session of their own with the password: the proof on record is one that was given. */
async function signPast(house: House, meetingId: string, itemIds: readonly string[]): Promise<void> {
  const { application, stream, actorOf, demoId, caseIdOf } = house
  const { changes, boards, execute } = application
  const meeting = (await changes.fold(stream)).get<Meeting>('meeting', meetingId)?.after
  if (!meeting) throw new Error('the demo signs the minutes of a meeting that is not there')
  const chair = await application.proveByPassword(actorOf(PAST.chair).accountId, DEMO_PASSWORD)
  try {
    for (const [index, { caseKey }] of PAST.items.entries()) {
      const agendaItemId = itemIds[index] ?? ''
      const caseId = caseIdOf(caseKey)
      const fold = await changes.fold(`case:${caseId}`)
      const item = fold.get<AgendaItem>('agendaItem', agendaItemId)?.after
      const seen = await boards.view(caseMinutesDocName(caseId, meetingId), (doc, docSeq) => ({
        discussion: blocksOf(doc.getXmlFragment(TEXT)),
        docSeq,
      }))
      if (!item || !seen) throw new Error('the demo signs minutes that nobody has written')
      const { hash: textHash } = sealedMinutes(contentIn(fold, agendaItemId, item, meeting, seen.discussion))
      await execute(
        'minutes.sign',
        { commandId: demoId(`team past ${caseKey} signed`), agendaItemId, docSeq: seen.docSeq, textHash },
        chair.actor,
      )
    }
  } finally {
    await chair.end()
  }
}

/** Called, with cases in its agenda; not sent yet. */
export async function tellNextMeeting(house: House): Promise<void> {
  const { run, teamId, next, people, named, actorOf, foldOf, caseIdOf, at } = house
  const { title, place, minutes, calledBy, chair, waiting, items, unheard } = NEXT
  const meetingId = await run(
    'meeting.call',
    'next',
    {
      ...{ teamId, title, place, minutes, startsAt: instantAt(next, HOUR) },
      ...{ chairId: actorOf(chair).accountId, invited: people.map(named) },
    },
    calledBy,
    at(-6, '11:00'),
  )
  const wish = (await foldOf(unheard.caseKey))
    .all<PersonWish>('personWish')
    .find(
      ({ after }) =>
        after !== null && (after.withdrawn === null || after.withdrawn.reason === unheard.reason),
    )
  if (wish)
    await run(
      'wish.withdraw',
      'unheard',
      { wishId: wish.id, reason: unheard.reason },
      unheard.by,
      at(-1, '17:40'),
    )
  const item = (await foldOf(waiting.caseKey))
    .all<AgendaItem>('agendaItem')
    .find(({ after }) => after?.status === 'proposed')
  if (item)
    await run(
      'agenda.schedule',
      'next waits',
      { agendaItemId: item.id, meetingId, minutes: waiting.minutes },
      waiting.by,
      at(-1, '17:45'),
    )
  for (const { caseKey, by, question, minutes: planned } of items)
    await run(
      'agenda.propose',
      `next ${caseKey}`,
      { caseId: caseIdOf(caseKey), question, minutes: planned, meetingId },
      by,
      at(-1, '17:50'),
    )
  const ids = await Promise.all(
    [waiting, ...items].map(async ({ caseKey }) =>
      (await foldOf(caseKey))
        .all<AgendaItem>('agendaItem')
        .flatMap(({ id, after }) => (after?.meetingId === meetingId ? [id] : [])),
    ),
  )
  await untilSlots(house, meetingId, ids.flat())
}
