import { expect, it } from 'vitest'
import { ENTITY_SCHEMAS } from './entities.ts'
import { fromVersion1, fromVersion2, fromVersion3, fromVersion4 } from './upcast.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const AT = '2026-03-09T10:00:00.000Z'

const today = (type: string, state: unknown) =>
  fromVersion4(type, fromVersion3(type, fromVersion2(type, fromVersion1(type, state))))

/** States as version 1 of the log wrote them. Never edited: what was written stays written. */
const VERSION_1 = {
  message: {
    caseId: id(1),
    threadId: null,
    kind: 'message',
    authorId: id(2),
    text: 'Elle a chuté',
    urgency: 'urgent',
    to: { accountIds: [id(3)], professions: ['nurse'] },
    measurementIds: [],
    fileIds: [],
    postedAt: AT,
    writtenAt: null,
    acknowledgements: [{ by: id(3), at: AT }],
    takenInCharge: null,
  },
  careTeam: { name: 'Maison des Trois-Saules' },
  flag: {
    caseId: id(1),
    title: 'INR',
    severity: 'PE',
    detail: 'x',
    medicationIds: [],
    alertKey: null,
    proposal: null,
    status: 'open',
    raisedBy: id(2),
    raisedAt: AT,
    acknowledgement: null,
    resolution: null,
  },
  file: {
    caseId: id(1),
    name: 'plaie.jpg',
    contentType: 'image/jpeg',
    size: 1,
    sha256: 'a'.repeat(64),
    addedBy: id(2),
    addedAt: AT,
  },
  task: {
    caseId: id(1),
    title: 'Lever de doute',
    detail: null,
    forProfession: 'nurse',
    forAccount: null,
    urgency: 'routine',
    dueAt: null,
    messageId: null,
    status: 'waiting',
    createdBy: id(2),
    createdAt: AT,
    claimed: { by: id(3), at: AT },
    waitingFor: 'Laboratoire',
    ended: null,
    note: null,
    reason: null,
  },
} as const

it.each(Object.keys(VERSION_1) as (keyof typeof VERSION_1)[])(
  'a %s of version 1 reads as today’s',
  (type) => {
    const read = today(type, VERSION_1[type])
    expect(ENTITY_SCHEMAS[type].parse(read)).toEqual(read)
    expect(read).toMatchObject(VERSION_1[type])
    // Reading it again changes nothing.
    expect(today(type, read)).toEqual(read)
  },
)

it('a task of version 1 that waited still waits for the same, and one that was done is done', () => {
  const { task } = VERSION_1
  expect(fromVersion1('task', task)).toMatchObject({
    waiting: { for: 'Laboratoire', calls: [] },
    outcome: null,
  })
  const done = { ...task, status: 'done', waitingFor: null }
  expect(fromVersion1('task', done)).toMatchObject({ waiting: null, outcome: 'done' })
})

/** States as version 2 wrote them. Never edited. */
const VERSION_2 = {
  medication: {
    caseId: id(1),
    name: 'Apixaban 5 mg',
    atc: 'B01AF02',
    posology: '1 matin et soir',
    indication: null,
    status: 'stopped',
    addedBy: id(2),
    startedAt: AT,
    changed: null,
    stopped: { by: id(2), at: AT, reason: 'Saignement' },
  },
  flag: { ...VERSION_1.flag, messageId: null, alertKey: 'CI:a:b:rule' },
  alertAnswer: {
    caseId: id(1),
    key: 'CI:a:b:rule',
    medicationIds: [id(4)],
    reason: 'Surveillé',
    by: id(2),
    at: AT,
  },
} as const

it.each(Object.keys(VERSION_2) as (keyof typeof VERSION_2)[])(
  'a %s of version 2 reads as today’s',
  (type) => {
    const read = fromVersion2(type, VERSION_2[type])
    expect(ENTITY_SCHEMAS[type].parse(read)).toEqual(read)
    expect(read).toMatchObject(VERSION_2[type])
    expect(fromVersion2(type, read)).toEqual(read)
  },
)

it('a flag of version 2 that came from an alert is about an interaction', () => {
  expect(fromVersion2('flag', VERSION_2.flag)).toMatchObject({ kind: 'interaction', reopened: [] })
})

it('a flag of version 2 that was answered has ended: nobody is asked to check it', () => {
  const resolution = { by: id(3), at: AT, outcome: 'refused', reason: 'Surveillé' }
  const read = fromVersion2('flag', { ...VERSION_2.flag, status: 'resolved', resolution })
  expect(ENTITY_SCHEMAS.flag.parse(read)).toMatchObject({ status: 'closed', resolution, checked: null })
  expect(fromVersion2('flag', { ...VERSION_2.flag, status: 'dismissed', resolution })).toMatchObject({
    status: 'closed',
  })
})

/** States as version 3 of the log wrote them. */
const VERSION_3 = {
  patientCase: {
    patient: {
      ...{ birthName: 'Essai', usedName: null, firstNames: 'Paule', birthDate: '1941-03-09' },
      ...{ sex: 'female', phone: null, address: null },
    },
    ...{ reason: 'Sortie', allergies: null, wish: null, householdCaseIds: [], teamId: id(4) },
    informed: { how: 'oral', note: null, by: id(2), at: AT },
    ...{ status: 'open', closedReason: null, closedAt: null },
  },
  circleMember: {
    ...{ caseId: id(1), accountId: id(2), name: 'Cleo', profession: 'physician', relation: null },
    ...{ phone: null, role: 'referent', status: 'active', addedBy: id(2), addedAt: AT },
    ...{ leftAt: null, leftReason: null },
  },
  careTeam: {
    name: 'Maison des Trois-Saules',
    escalation: { delayMinutes: 15, repeatMinutes: 10 },
    taskEscalation: { overdueMinutes: 60, delayMinutes: 60 },
  },
  teamMember: {
    ...{ teamId: id(4), accountId: id(2), name: 'Cleo', profession: 'physician', phone: null },
    ...{ administrator: true, status: 'active' },
  },
} as const

it.each(Object.keys(VERSION_3) as (keyof typeof VERSION_3)[])(
  'a %s of version 3 reads as today’s',
  (type) => {
    const read = fromVersion3(type, VERSION_3[type])
    expect(ENTITY_SCHEMAS[type].parse(read)).toEqual(read)
    expect(read).toMatchObject(VERSION_3[type])
    expect(fromVersion3(type, read)).toEqual(read)
  },
)

it('a circle of version 3 keeps its views: colleagues the case, relatives what is shared', () => {
  const member = (over: object) => fromVersion3('circleMember', { ...VERSION_3.circleMember, ...over })
  expect(member({})).toMatchObject({ view: 'case', basis: 'team', until: null })
  expect(member({ accountId: null })).toMatchObject({ view: 'case', basis: 'consent' })
  expect(member({ accountId: null, profession: null })).toMatchObject({ view: 'shared', basis: 'relative' })
})

it('an agenda item of version 4 reads as today’s: it waits for a meeting, and nobody has said anything', () => {
  const version4 = {
    ...{ caseId: id(1), question: 'Rester chez elle ?', messageId: id(5), status: 'proposed' },
    ...{ proposedBy: id(2), proposedAt: AT },
  }
  const read = fromVersion4('agendaItem', version4)
  expect(ENTITY_SCHEMAS.agendaItem.parse(read)).toEqual(read)
  expect(read).toMatchObject({ ...version4, meetingId: null, opinions: [], discussed: null })
  expect(fromVersion4('agendaItem', read)).toEqual(read)
})
