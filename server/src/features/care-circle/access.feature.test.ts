/**
 * The boundary: every surface of the contract, for everybody who could come. A command or query that this table
 * does not know fails the test, so that nothing is added without saying who may.
 */
import { randomUUID } from 'node:crypto'
import { addCard } from '@colloque/board'
import { COMMAND_NAMES, commands, queries, QUERY_NAMES, type CommandName } from '@colloque/contract'
import { SECURITY_AT_FIRST, SHIPPED_BUNDLES, type PatientCase, type StreamName } from '@colloque/domain'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { signAPlan } from '../../testing/plans.ts'
import { command, connect, subscribe, until } from '../../testing/socket.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let former: TestPerson
let administrator: TestPerson
let outsider: TestPerson
let otherTeam: string
let caseId: string
/** With whom the case is shared, and who sees nothing else of it. */
let relative: TestPerson
let rescuer: TestPerson
const ids: Record<string, string> = {}

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  former = await house.person('Fern Former', 'nurse')
  administrator = await house.person('Nadia Admin', 'coordinator')
  outsider = await house.person('Out Sider', 'physician')
  caseId = await house.openCase(doctor, [nurse, former])
  ids['taskId'] = (await doctor.done('task.create', { caseId, title: 'Une tâche' })).id
  ids['messageId'] = (await doctor.done('message.post', { caseId, text: 'Un message canari' })).id
  ids['medicationId'] = (
    await doctor.done('medication.add', { caseId, name: 'Warfarine', atc: 'B01AA03' })
  ).id
  ids['agendaItemId'] = (await doctor.done('agenda.propose', { caseId, question: 'Aller plus loin ?' })).id
  otherTeam = await house.application.teams.create({ name: 'Une autre maison' })
  ids['wishId'] = (
    await doctor.done('wish.record', {
      ...{ caseId, aspect: 'project', text: 'Un souhait canari', heardOn: '2026-01-05' },
    })
  ).id
  ids['versionId'] = await signAPlan(house, caseId, doctor)
  ids['seriesId'] = (
    await nurse.done('series.create', {
      caseId,
      title: 'Pilulier',
      rule: 'FREQ=DAILY',
      startsOn: '2100-01-04',
    })
  ).id
  ids['flagId'] = (
    await nurse.done('flag.raise', { caseId, title: 'Oublis', severity: 'PE', detail: 'Oublie le soir' })
  ).id
  ids['reportId'] = (await nurse.done('report.make', { caseId, kind: 'adherence', words: 'Un canari' })).id
  ids['referralId'] = (
    await doctor.done('referral.create', { caseId, to: 'Dr Vidal', reason: 'Un canari' })
  ).id
  await doctor.done('visit.record', { caseId, text: 'Une visite', needs: [{ text: 'x', domain: 'social' }] })
  const [need] = (await house.application.changes.fold(`case:${caseId}`)).all('need')
  ids['needId'] = need?.id ?? ''
  await house.application.boards.edit(`case/${caseId}/board`, nurse.id, (doc) =>
    addCard(doc, { id: 'canari', column: 'needs', title: 'Un canari', by: nurse.id, at: new Date() }),
  )
  ids['memberId'] = (await doctor.done('circle.add', { caseId, name: 'Un voisin', relation: 'voisin' })).id
  ids['consentId'] = (
    await doctor.done('consent.record', {
      ...{ caseId, decision: 'agrees', about: { kind: 'circle' }, how: 'oral', on: '2026-01-05' },
    })
  ).id
  ids['delegationId'] = (
    await doctor.done('delegation.open', {
      ...{ caseId, act: 'measurement.record', profession: 'medicalSecretary', protocol: 'AVK 1' },
      until: '2100-01-04T00:00:00.000Z',
    })
  ).id
  const patientCase = house.application.changes.cachedFold(`case:${caseId}`)?.get('patientCase', caseId)
  const { patient } = patientCase?.after as PatientCase
  rescuer = await house.person('Rita Rescuer', 'nurse')
  ids['breakGlassId'] = (
    await rescuer.done('breakGlass.open', {
      ...{ birthName: patient.birthName, firstNames: patient.firstNames, birthDate: patient.birthDate },
      ...{ reason: 'unreachable', words: 'Un canari' },
    })
  ).id
  await doctor.done('note.record', { caseId, text: 'Un canari', readings: [{ kind: 'pain', value: 8 }] })
  await until(async () => {
    const fold = await house.application.changes.fold(`case:${caseId}`)
    return Boolean((ids['alertId'] = fold.all('readingAlert')[0]?.id ?? ''))
  }, 'the alert')
  const { id: protocolId } = await doctor.done('protocol.save', {
    ...{ teamId: doctor.teamIds[0] ?? '', name: 'Canari', purpose: 'Un canari' },
    steps: [
      {
        key: 'un',
        title: 'Un canari',
        forProfession: 'nurse',
        when: [{ on: 'start', offset: { hours: 1 } }],
      },
    ],
  })
  ids['protocolId'] = protocolId
  for (const person of [doctor, nurse])
    await person.done('protocol.adopt', { teamId: doctor.teamIds[0] ?? '', protocolId, version: 1 })
  ids['runId'] = (
    await doctor.done('run.start', { caseId, protocolId, startsAt: new Date().toISOString() })
  ).id
  const meeting = await doctor.done('meeting.call', {
    ...{ teamId: doctor.teamIds[0] ?? '', title: 'Canari', startsAt: '2100-01-04T12:00:00.000Z' },
    ...{ minutes: 60, invited: [] },
  })
  ids['meetingId'] = meeting.id
  ids['discussedId'] = (
    await doctor.done('agenda.propose', { caseId, question: 'Un canari', meetingId: meeting.id })
  ).id
  ids['decisionId'] = (
    await doctor.done('decision.record', {
      ...{ agendaItemId: ids['discussedId'], text: 'Un canari', owner: { profession: 'nurse' } },
      tell: { owner: { profession: 'nurse' } },
    })
  ).id
  relative = await house.relative('Rose Relative', caseId, doctor)
  ids['sharedMessageId'] = (await relative.done('shared.post', { caseId, text: 'Un message partagé' })).id
  await doctor.done('circle.remove', { caseId, accountId: former.id })
})
afterAll(() => house.stop())

const ofMeeting = () => ({ title: 'x', startsAt: '2100-01-04T12:00:00.000Z', minutes: 60, invited: [] })
const erasing = () => ({ caseId, basis: 'mistake', reason: 'x' })

/** A well-formed input for each command, aimed at the case of the test. */
const inputs = (): Record<CommandName, object> => ({
  'case.create': { patient: buildPatient(), reason: 'Essai', informed: { how: 'oral' } },
  'case.update': { caseId, reason: 'Autre' },
  'case.close': { caseId, reason: 'Fini' },
  'case.reopen': { caseId },
  'case.linkHousehold': { caseId, otherCaseId: randomUUID() },
  'circle.add': { caseId, name: 'Sa fille', relation: 'fille' },
  'circle.leave': { caseId },
  'circle.update': { caseId, memberId: ids['memberId'], phone: '06' },
  'consent.record': {
    ...{ caseId, decision: 'agrees', about: { kind: 'circle' }, how: 'oral', on: '2026-01-05' },
  },
  'consent.withdraw': { consentId: ids['consentId'], reason: 'x' },
  'delegation.open': {
    ...{ caseId, act: 'measurement.record', profession: 'medicalSecretary', protocol: 'x' },
    until: '2100-01-04T00:00:00.000Z',
  },
  'delegation.end': { delegationId: ids['delegationId'] },
  // With an identity that nobody of the house has: one that is right opens, which has tests of its own.
  'breakGlass.open': {
    ...{ birthName: 'Inconnu', firstNames: 'Jean', birthDate: '1950-01-01' },
    ...{ reason: 'unreachable', words: 'x' },
  },
  'breakGlass.end': { breakGlassId: ids['breakGlassId'] },
  'breakGlass.review': { breakGlassId: ids['breakGlassId'], verdict: 'justified' },
  'circle.remove': { caseId, accountId: nurse.id },
  'message.post': { caseId, text: 'x' },
  'message.edit': { messageId: ids['messageId'], text: 'x' },
  'message.delete': { messageId: ids['messageId'] },
  'message.move': { messageId: ids['messageId'], toCaseId: caseId },
  'message.pin': { messageId: ids['messageId'] },
  'message.unpin': { messageId: ids['messageId'] },
  'message.linkCard': { messageId: ids['messageId'], cardId: randomUUID() },
  'thread.close': { threadId: ids['messageId'], outcome: 'x' },
  'thread.reopen': { threadId: ids['messageId'] },
  'conversation.open': { accountIds: [nurse.id] },
  'attention.set': { stream: `case:${caseId}`, threadId: null, mode: 'muted' },
  'reach.set': { quiet: null, urgentBreaksQuiet: true, push: true, email: true },
  'agenda.propose': { caseId, question: 'x' },
  'agenda.schedule': { agendaItemId: ids['agendaItemId'], meetingId: null },
  'agenda.giveOpinion': { agendaItemId: ids['agendaItemId'], text: 'x' },
  'agenda.ask': { agendaItemId: ids['agendaItemId'], what: 'wish' },
  'agenda.setSpoken': {
    ...{ agendaItemId: ids['agendaItemId'], person: { accountId: null, name: 'x' }, hasSpoken: true },
  },
  'agenda.setGuests': { agendaItemId: ids['agendaItemId'], guests: [] },
  'agenda.conclude': { agendaItemId: ids['discussedId'], participants: [] },
  'agenda.resume': { agendaItemId: ids['discussedId'] },
  'decision.record': { agendaItemId: ids['discussedId'], text: 'x', owner: { profession: 'nurse' } },
  'decision.disagree': { decisionId: ids['decisionId'], text: 'x' },
  'decision.withdraw': { decisionId: ids['decisionId'], reason: 'x' },
  'minutes.sign': { agendaItemId: ids['discussedId'], docSeq: 0, textHash: '0'.repeat(64) },
  'meeting.call': { teamId: otherTeam, ...ofMeeting() },
  'meeting.change': { teamId: otherTeam, meetingId: randomUUID(), chairId: nurse.id, ...ofMeeting() },
  'meeting.cancel': { teamId: otherTeam, meetingId: randomUUID(), reason: 'x' },
  'meeting.order': { teamId: otherTeam, meetingId: randomUUID(), slots: [] },
  'meeting.send': { teamId: otherTeam, meetingId: randomUUID() },
  'meeting.start': { teamId: otherTeam, meetingId: randomUUID() },
  'meeting.attend': { teamId: otherTeam, meetingId: randomUUID(), isThere: true },
  'meeting.turnTo': { teamId: otherTeam, meetingId: randomUUID(), itemId: null },
  'meeting.close': { teamId: otherTeam, meetingId: randomUUID() },
  'agenda.withdraw': { agendaItemId: ids['agendaItemId'] },
  'schedule.setHours': { teamId: otherTeam, hours: [] },
  'schedule.addAbsence': { teamId: otherTeam, from: '2026-12-24', to: '2026-12-31' },
  'schedule.removeAbsence': { teamId: otherTeam, absenceId: randomUUID() },
  'schedule.changeAbsence': { teamId: otherTeam, absenceId: randomUUID(), to: '2026-12-31' },
  'team.rename': { teamId: otherTeam, name: 'x' },
  'team.setSites': { teamId: otherTeam, sites: [] },
  'team.setMember': { teamId: otherTeam, accountId: nurse.id },
  'team.removeMember': { teamId: otherTeam, accountId: nurse.id, reason: 'x' },
  'team.setPatientCount': { teamId: otherTeam, year: 2026, patients: 400 },
  'team.setSecurity': { teamId: otherTeam, security: SECURITY_AT_FIRST },
  'team.setEscalation': { teamId: otherTeam, escalation: { delayMinutes: 5, repeatMinutes: 2 } },
  'team.setTaskEscalation': { teamId: otherTeam, taskEscalation: { overdueMinutes: 60, delayMinutes: 60 } },
  'message.acknowledge': { messageId: ids['messageId'] },
  'message.takeCharge': { messageId: ids['messageId'] },
  'note.record': { caseId, text: 'x' },
  'task.create': { caseId, title: 'x' },
  'task.claim': { taskId: ids['taskId'] },
  'task.release': { taskId: ids['taskId'], reason: 'x' },
  'task.hold': { taskId: ids['taskId'], waitingFor: 'x' },
  'task.resume': { taskId: ids['taskId'] },
  'task.complete': { taskId: ids['taskId'] },
  'task.abandon': { taskId: ids['taskId'], reason: 'x' },
  'task.update': { taskId: ids['taskId'], title: 'x' },
  'task.logCall': { taskId: ids['taskId'], result: 'reached' },
  'task.check': { taskId: ids['taskId'], itemId: randomUUID(), done: true },
  'task.reopen': { taskId: ids['taskId'] },
  'task.offer': { taskId: ids['taskId'], toAccount: nurse.id },
  'task.accept': { taskId: ids['taskId'] },
  'task.decline': { taskId: ids['taskId'], reason: 'x' },
  'task.delegate': { taskId: ids['taskId'], toAccount: nurse.id },
  'series.create': { caseId, title: 'x', rule: 'FREQ=DAILY', startsOn: '2100-01-04' },
  'series.change': { seriesId: ids['seriesId'], from: '2100-01-04', title: 'x' },
  'series.pause': { seriesId: ids['seriesId'], from: '2100-01-04', reason: 'x' },
  'series.resume': { seriesId: ids['seriesId'] },
  'series.end': { seriesId: ids['seriesId'], reason: 'x' },
  'visit.record': { caseId, text: 'x', needs: [] },
  'needs.order': { caseId, ids: [ids['needId']] },
  'need.update': { needId: ids['needId'], status: 'met' },
  'referral.create': { caseId, to: 'x', reason: 'x' },
  'referral.advance': { referralId: ids['referralId'], status: 'sent' },
  'referral.decline': { referralId: ids['referralId'], words: 'x' },
  'bundle.save': { teamId: otherTeam, name: 'x', purpose: 'x', items: [{ key: 'x', title: 'x' }] },
  'bundle.retire': { teamId: otherTeam, bundleId: randomUUID() },
  'bundle.start': { caseId, bundleId: SHIPPED_BUNDLES[0]?.id, startsAt: new Date().toISOString() },
  'threshold.set': { caseId, kind: 'pain', rules: [] },
  'threshold.reset': { caseId, kind: 'pain' },
  'readingAlert.takeCharge': { alertId: ids['alertId'] },
  'readingAlert.close': { alertId: ids['alertId'], outcome: 'x' },
  'protocol.save': {
    ...{ teamId: otherTeam, name: 'x', purpose: 'x' },
    steps: [{ key: 'un', title: 'x', forProfession: 'nurse', when: [{ on: 'start', offset: { hours: 1 } }] }],
  },
  'protocol.adopt': { teamId: otherTeam, protocolId: randomUUID(), version: 1 },
  'protocol.disagree': { teamId: otherTeam, protocolId: randomUUID(), version: 1, text: 'x' },
  'protocol.read': { teamId: otherTeam, protocolId: randomUUID(), version: 1 },
  'protocol.retire': { teamId: otherTeam, protocolId: randomUUID(), reason: 'x' },
  'directory.add': { teamId: otherTeam, kind: 'other', name: 'x', phone: '01' },
  'directory.change': { teamId: otherTeam, entryId: randomUUID(), kind: 'other', name: 'x', phone: '01' },
  'directory.check': { teamId: otherTeam, entryId: randomUUID() },
  'directory.note': { teamId: otherTeam, entryId: randomUUID(), text: 'x' },
  'directory.removeNote': { teamId: otherTeam, entryId: randomUUID(), noteId: randomUUID() },
  'directory.retire': { teamId: otherTeam, entryId: randomUUID(), reason: 'x' },
  'directory.restore': { teamId: otherTeam, entryId: randomUUID() },
  'run.start': { caseId, protocolId: randomUUID(), startsAt: new Date().toISOString() },
  'run.end': { runId: ids['runId'], reason: 'x' },
  'medication.add': { caseId, name: 'x' },
  'medication.change': { medicationId: ids['medicationId'], posology: 'x', reason: 'x' },
  'medication.pause': { medicationId: ids['medicationId'], reason: 'x' },
  'medication.resume': { medicationId: ids['medicationId'], reason: 'x' },
  'medication.stop': { medicationId: ids['medicationId'], reason: 'x' },
  'facts.record': { caseId, allergies: [] },
  'wish.record': { caseId, aspect: 'project', text: 'x', heardOn: '2026-01-05' },
  'wish.withdraw': { wishId: ids['wishId'], reason: 'x' },
  'plan.nameReferent': { caseId, accountId: nurse.id },
  'plan.recordConsent': { caseId, given: true, how: 'oral', on: '2026-01-05' },
  'plan.submit': { caseId, docSeq: 1, word: 'x' },
  'plan.return': { caseId, word: 'x' },
  'plan.sign': { caseId, docSeq: 1, textHash: '0'.repeat(64), acceptedFlags: [] },
  'flag.raise': { caseId, title: 'x', severity: 'PE', detail: 'x' },
  'flag.propose': { flagId: ids['flagId'], words: 'x' },
  'flag.acknowledge': { flagId: ids['flagId'] },
  'flag.resolve': { flagId: ids['flagId'], outcome: 'refused', reason: 'x' },
  'flag.check': { flagId: ids['flagId'] },
  'flag.reopen': { flagId: ids['flagId'], reason: 'x' },
  'report.make': { caseId, kind: 'adherence', words: 'x' },
  'report.settle': { reportId: ids['reportId'], word: 'x' },
  'alert.setAside': { caseId, key: 'x', medicationIds: [ids['medicationId']], reason: 'x' },
  'sharing.set': { caseId, parts: ['circle', 'treatment'] },
  'shared.post': { caseId, text: 'x' },
  'shared.acknowledge': { sharedMessageId: ids['sharedMessageId'] },
  'shared.report': { caseId, kind: 'adherence', words: 'x' },
  'shared.reading': { caseId, kind: 'pulse', value: 70 },
  'entry.erase': { ...erasing(), entries: [{ type: 'message', id: ids['messageId'] }] },
  'board.erase': { ...erasing(), kind: 'board', path: 'cards/canari' },
  'case.erase': { ...erasing(), confirm: 'Canari Paule' },
})

/** The address of a query, aimed at the case of the test. */
const addressOf = (path: string) =>
  path
    .replace('/teams/:id', `/teams/${doctor.teamIds[0] ?? ''}`)
    .replace(':id', caseId)
    .replace(':versionId', ids['versionId'] ?? '')
    .replace(':stream', `case:${caseId}`)
    .replace(':memberId', ids['memberId'] ?? '')
    .replace(':messageId', ids['messageId'] ?? '')
    .replace(':taskId', ids['taskId'] ?? '')
    .replace(':agendaItemId', ids['discussedId'] ?? '')
    .replace(':seriesId', ids['seriesId'] ?? '')
    .replace(':kind', 'board')
    .replace(':seq', '1')

/** Opens a document as the stock provider does. @returns how the server closed it, and what it had sent before */
function openBoard(name: string, token: string): Promise<{ code: number; frames: number }> {
  return new Promise((closed) => {
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/yjs/${name}?token=${token}`)
    let frames = 0
    socket.on('message', () => frames++)
    socket.on('error', () => closed({ code: 4400, frames }))
    socket.on('close', (code) => closed({ code, frames }))
  })
}

/** Commands that need no case to be seen first. */
const OPEN_TO_ACCOUNTS: readonly CommandName[] = [
  'case.create',
  'conversation.open',
  'attention.set',
  'reach.set',
]

/** Routes beside the table of queries, and what each answers without a token. A route that is not here fails. */
const OTHER_ROUTES: Readonly<Record<string, number>> = {
  // The process and its documentation: no word of anybody.
  'get /healthz': 200,
  'get /readyz': 200,
  // By its own token.
  'get /metrics': 401,
  'get /api/v1/openapi.json': 200,
  'get /api/docs': 200,
  'get /api/docs/start.js': 200,
  'get /': 200,
  // In demo mode alone.
  'get /api/v1/demo': 404,
  // Where one signs in; each asks for a password or the cookie.
  'post /session': 400,
  'post /session/refresh': 401,
  'delete /session': 204,
  'post /session/passkey/options': 200,
  'post /session/passkey': 400,
  // The second step of it; each asks for a ticket.
  'post /session/second-factor': 400,
  'post /session/second-factor/enrolment': 400,
  'post /session/second-factor/enrolment/confirm': 400,
  // Sign-in elsewhere: a name, a redirection, and whatever comes back without its cookie.
  'get /session/oidc': 200,
  'get /session/oidc/start': 302,
  'get /session/oidc/callback': 302,
  // Links: each asks for its secret, or for an address and says nothing of it.
  'post /invitations/read': 400,
  'post /invitations/passkey/options': 400,
  'post /invitations/accept': 400,
  'get /session/recovery': 200,
  'post /session/recovery': 400,
  'post /session/recovery/use': 400,
  'post /commands/:name': 401,
  // Of one's own session.
  'get /session/proof': 401,
  'post /session/proof': 401,
  'post /session/proof/passkey/options': 401,
  'post /session/proof/passkey': 401,
  'get /me/sessions': 401,
  'delete /me/sessions': 401,
  'delete /me/sessions/:sessionId': 401,
  'put /me/password': 401,
  'get /me/second-factor': 401,
  'post /me/second-factor': 401,
  'delete /me/second-factor': 401,
  'post /me/second-factor/confirm': 401,
  'post /me/second-factor/recovery-codes': 401,
  'get /me/passkeys': 401,
  'post /me/passkeys': 401,
  'post /me/passkeys/options': 401,
  'patch /me/passkeys/:passkeyId': 401,
  'delete /me/passkeys/:passkeyId': 401,
  'get /me/identities': 401,
  'post /me/identities/start': 401,
  'delete /me/identities/:identityId': 401,
  'put /me/push-subscriptions': 401,
  'delete /me/push-subscriptions': 401,
  'get /cases/:id/export': 401,
  'get /cases/:id/accesses.csv': 401,
  'get /teams/:id/meeting-figures.csv': 401,
  // Links made by whoever manages a team, or is in a circle.
  'get /teams/:id/invitations': 401,
  'post /teams/:id/invitations': 401,
  'delete /teams/:id/invitations/:invitationId': 401,
  'post /teams/:id/members/:accountId/recovery': 401,
  'get /cases/:id/invitations': 401,
  'post /cases/:id/invitations': 401,
  'delete /cases/:id/invitations/:invitationId': 401,
  'put /cases/:id/files/:fileId': 401,
  'get /cases/:id/files/:fileId': 401,
  'put /conversations/:id/files/:fileId': 401,
  'get /conversations/:id/files/:fileId': 401,
}

interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle?: { readonly stack?: readonly Layer[] }
}

const routesIn = (stack: readonly Layer[]): string[] =>
  stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map((method) => `${method} ${String(route.path)}`)
      : routesIn(handle?.stack ?? []),
  )

it('knows every route that the server has', async () => {
  const { router } = house.application.http as unknown as { router: { stack: readonly Layer[] } }
  const asked = QUERY_NAMES.map((name) => `get ${queries[name].path}`)
  expect(routesIn(router.stack).sort()).toEqual([...Object.keys(OTHER_ROUTES), ...asked].sort())
  const answers: Record<string, number> = {}
  for (const route of Object.keys(OTHER_ROUTES)) {
    const [method = '', path = ''] = route.split(' ')
    const isOfTheApi = /^\/(session|invitations|commands|me|cases|teams|conversations)/.test(path)
    const address = path
      .replace(':id', caseId)
      .replace(':fileId', randomUUID())
      .replace(':name', 'message.post')
    const { status } = await fetch(`${house.url}${isOfTheApi ? '/api/v1' : ''}${address}`, {
      method: method.toUpperCase(),
      redirect: 'manual',
      ...(method === 'get' ? {} : { headers: { 'Content-Type': 'application/json' }, body: '{}' }),
    })
    answers[route] = status
  }
  expect(answers).toEqual(OTHER_ROUTES)
})

describe('somebody outside the circle', () => {
  it('the table knows every command', () => {
    expect(Object.keys(inputs()).sort()).toEqual([...COMMAND_NAMES].sort())
  })

  const strangers = () =>
    [
      ['an outsider', outsider],
      ['a former member', former],
      ['the administrator of the team', administrator],
    ] as const

  /** With whom the case is shared is a stranger to all of it, but for what is shared. */
  const strangersAndRelative = (isShared: boolean) => [
    ...strangers(),
    ...(isShared ? [] : [['a relative', relative] as const]),
  ]
  const isOfShared = (name: CommandName) => name.startsWith('shared.') || name === 'circle.leave'

  it.each(COMMAND_NAMES)('is refused %s as if the case did not exist', async (name) => {
    if (OPEN_TO_ACCOUNTS.includes(name)) {
      expect(commands[name].permission).toBeNull()
      return
    }
    const before = await house.application.changes.fold(`case:${caseId}`)
    const seq = before.seq
    for (const [who, person] of strangersAndRelative(isOfShared(name))) {
      const reply = await person.send(name, inputs()[name] as never)
      expect(reply, who).toEqual({ status: 404, ok: false, error: { code: 'not_found', data: {} } })
    }
    expect((await house.application.changes.fold(`case:${caseId}`)).seq).toBe(seq)
  })

  /** What whoever broke the glass may do: read, write and answer what is asked of them, and go. */
  const IN_EMERGENCY: readonly CommandName[] = [
    ...(['message.post', 'note.record', 'report.make', 'message.acknowledge'] as const),
    ...(['message.takeCharge', 'circle.leave', 'breakGlass.end'] as const),
  ]

  it.each(COMMAND_NAMES)('is refused %s in an emergency too, but to tell what they saw', async (name) => {
    if (OPEN_TO_ACCOUNTS.includes(name) || IN_EMERGENCY.includes(name)) return
    const { seq } = await house.application.changes.fold(`case:${caseId}`)
    const reply = await rescuer.send(name, inputs()[name] as never)
    expect(reply).toMatchObject({ ok: false })
    expect(['invalid', 'not_found']).toContain(reply.ok || reply.error.code)
    expect((await house.application.changes.fold(`case:${caseId}`)).seq).toBe(seq)
  })

  it.each(QUERY_NAMES)('sees nothing of the case in the query %s', async (name) => {
    const { path, access } = queries[name]
    const address = addressOf(path)
    const search: Record<string, string> = {
      search: '?q=canari',
      medicines: '?q=doliprane',
      teamTaskFigures: '?from=2020-01-01&to=2099-12-31',
      teamMeetingFigures: '?year=2026',
      documentAttribution: '?part=cards/canari/title',
      lookAlikes: '?birthName=Essai&firstNames=Paule&birthDate=1941-03-09',
    }
    for (const [who, person] of strangersAndRelative(name === 'mySharedCases')) {
      const { status, body } = await person.get(`${address}${search[name] ?? ''}`)
      // They are all of the doctor's team, but for the relative: it opens no case.
      const isOfTeam = person !== relative
      if (access === 'teamManagement' && isOfTeam) {
        expect(status, who).toBe(person === administrator ? 200 : 400)
        expect(JSON.stringify(body), who).not.toContain(caseId)
      } else if (access === 'account' || (access === 'team' && isOfTeam)) {
        expect(status, who).toBe(200)
        expect(JSON.stringify(body), who).not.toContain(caseId)
        expect(JSON.stringify(body), who).not.toContain(ids['taskId'])
        expect(JSON.stringify(body), who).not.toContain('canari')
      } else {
        expect({ status, body }, who).toEqual({
          status: 404,
          body: { ok: false, error: { code: 'not_found', data: {} } },
        })
      }
    }
    const member = await nurse.get(`${address}${search[name] ?? ''}`)
    expect(member.status).toBe(access === 'teamManagement' ? 400 : 200)
  })

  it('is refused without a token everywhere but where one signs in', async () => {
    for (const name of QUERY_NAMES) {
      const answer = await fetch(`${house.url}/api/v1${addressOf(queries[name].path)}`)
      expect(answer.status, name).toBe(401)
    }
    for (const name of COMMAND_NAMES) {
      const answer = await fetch(`${house.url}/api/v1/commands/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      })
      expect(answer.status, name).toBe(401)
    }
    expect((await fetch(`${house.url}/api/v1/cases/${caseId}/files/${randomUUID()}`)).status).toBe(401)
    await expect(connect(house.url, 'nothing')).rejects.toThrow('unauthenticated')
  })

  it('is refused the stream on a socket, its changes and its commands', async () => {
    for (const [who, person] of strangersAndRelative(false)) {
      const socket = await connect(house.url, person.token)
      expect(await subscribe(socket, `case:${caseId}`), who).toEqual({
        ok: false,
        error: { code: 'not_found', data: {} },
      })
      expect(await subscribe(socket, `member:${doctor.id}`), who).toMatchObject({ ok: false })
      expect(await command(socket, 'message.post', { caseId, text: 'x' }), who).toMatchObject({
        ok: false,
        error: { code: 'not_found' },
      })
      await doctor.done('message.post', { caseId, text: 'Pour le cercle' })
      socket.disconnect()
      expect(socket.changes, who).toEqual([])
    }
  })

  it('is refused every document of the case', async () => {
    for (const [who, person] of strangersAndRelative(false)) {
      for (const kind of ['board', 'plan']) {
        const { code, frames } = await openBoard(`case/${caseId}/${kind}`, person.token)
        expect({ code, frames }, `${who} ${kind}`).toEqual({ code: 4403, frames: 0 })
      }
    }
    expect((await openBoard(`case/${caseId}/board`, 'nothing')).code).toBe(4401)
    expect((await openBoard(`case/${caseId}/minutes/${randomUUID()}`, doctor.token)).code).toBe(4403)
    for (const [who, person] of strangersAndRelative(false)) {
      const { code } = await openBoard(`case/${caseId}/minutes/${ids['meetingId']}`, person.token)
      expect(code, `${who} minutes`).toBe(4403)
    }
    for (const name of [`meeting/${ids['meetingId']}/minutes`, `protocol/${ids['protocolId']}/draft`])
      expect((await openBoard(name, relative.token)).code, name).toBe(4403)
  })

  it('is refused a picture of the case', async () => {
    for (const [who, person] of strangersAndRelative(false)) {
      const answer = await fetch(`${house.url}/api/v1/cases/${caseId}/files/${randomUUID()}`, {
        headers: { Authorization: `Bearer ${person.token}` },
      })
      expect(answer.status, who).toBe(404)
    }
  })
})

describe('a part of the case', () => {
  /** Everybody but the two who see it: strangers to the case, and a member of its circle alike. */
  it('is to others as if it did not exist: each command on its task, each query on its stream', async () => {
    const excluded = await house.person('Ed Excluded', 'physician')
    await doctor.done('circle.add', { caseId, accountId: excluded.id })
    const { id: taskId } = await doctor.done('task.create', {
      ...{ caseId, title: 'Un canari à part', visibleTo: [nurse.id], forProfession: 'nurse' },
    })
    const stream = (await house.application.changes.locate(taskId)) ?? ''
    const others = [excluded, outsider, former, administrator]
    const onTask = COMMAND_NAMES.filter((name) => {
      const { target } = commands[name]
      return target.in === 'entity' && target.type === 'task'
    })
    expect(onTask.length).toBeGreaterThan(10)
    for (const person of others) {
      for (const name of onTask)
        expect(await person.send(name, { ...inputs()[name], taskId } as never), name).toEqual({
          status: 404,
          ok: false,
          error: { code: 'not_found', data: {} },
        })
      for (const name of QUERY_NAMES) {
        const { path } = queries[name]
        if (path.includes(':messageId') || path.includes(':seriesId')) continue
        const address = path
          .replace('/teams/:id', `/teams/${doctor.teamIds[0] ?? ''}`)
          .replace(':id', caseId)
          .replace(':stream', stream)
          .replace(':taskId', taskId)
          .replace(':kind', 'board')
          .replace(':seq', '1')
        const search: Record<string, string> = {
          search: '?q=canari',
          medicines: '?q=doliprane',
          teamTaskFigures: '?from=2020-01-01&to=2099-12-31',
          teamMeetingFigures: '?year=2026',
          lookAlikes: '?birthName=Essai&firstNames=Paule&birthDate=1941-03-09',
        }
        const { status, body } = await person.get(`${address}${search[name] ?? ''}`)
        if (path.includes(':stream') || path.includes(':taskId')) expect(status, name).toBe(404)
        expect(JSON.stringify(body), name).not.toContain(taskId)
        expect(JSON.stringify(body), name).not.toContain(stream)
        expect(JSON.stringify(body), name).not.toContain('à part')
      }
    }
    expect((await house.application.changes.fold(stream as StreamName)).seq).toBe(1)
  })
})

describe('within the circle', () => {
  it('what the law reserves to those who prescribe is refused to others, in words of the contract', async () => {
    for (const name of [
      'medication.change',
      'medication.stop',
      'flag.acknowledge',
      'flag.resolve',
      'plan.sign',
      'plan.return',
    ] as const) {
      const reply = await nurse.send(name, inputs()[name] as never)
      expect(reply, name).toMatchObject({
        status: 400,
        error: { code: 'invalid', data: { why: 'not_your_profession' } },
      })
    }
  })

  it('a member who leaves hears nothing any more, on sockets that are open', async () => {
    const leaving = await house.person('Lea Leaving', 'nurse')
    await doctor.done('circle.add', { caseId, accountId: leaving.id })
    const socket = await connect(house.url, leaving.token)
    expect(await subscribe(socket, `case:${caseId}`)).toMatchObject({ ok: true })
    await doctor.done('message.post', { caseId, text: 'Encore là' })
    await until(() => socket.changes.some(({ kind }) => kind === 'message.posted'))

    await doctor.done('circle.remove', { caseId, accountId: leaving.id })
    const heard = socket.changes.length
    for (let count = 0; count < 50; count++)
      await doctor.done('message.post', { caseId, text: `Après ${count}` })
    await until(() => socket.unsubscribed.length > 0)
    expect(socket.unsubscribed).toEqual([{ stream: `case:${caseId}`, code: 'not_found' }])
    expect(socket.changes).toHaveLength(heard)
    expect(await command(socket, 'message.post', { caseId, text: 'x' })).toMatchObject({
      error: { code: 'not_found' },
    })
    socket.disconnect()
  })

  it('somebody added learns of the case in their own stream, and of its end', async () => {
    const joining = await house.person('Jo Joining', 'nurse')
    const socket = await connect(house.url, joining.token)
    expect(await subscribe(socket, `member:${joining.id}`)).toMatchObject({ ok: true, head: 0 })
    await doctor.done('circle.add', { caseId, accountId: joining.id })
    await until(() => socket.changes.some(({ kind }) => kind === 'member.caseJoined'))
    await joining.done('circle.remove', { caseId, accountId: joining.id })
    await until(() => socket.changes.some(({ kind }) => kind === 'member.caseLeft'))
    // Ids alone: no word of the patient in a personal stream.
    expect(JSON.stringify(socket.changes)).not.toMatch(/Essai|Paule/)
    socket.disconnect()
  })

  it('is not left by its last professional', async () => {
    const alone = await house.openCase(doctor)
    expect(await doctor.send('circle.remove', { caseId: alone, accountId: doctor.id })).toMatchObject({
      error: { code: 'conflict', data: { why: 'last_of_circle' } },
    })
  })

  it('a read is on record before the case is shown, once a quarter of an hour', async () => {
    const reader = await house.person('Rita Reader', 'nurse')
    await doctor.done('circle.add', { caseId, accountId: reader.id })
    await reader.get(`/cases/${caseId}`)
    await reader.get(`/cases/${caseId}/tasks`)
    const { connection } = house
    const readsBy = ({ id }: TestPerson) =>
      connection
        .collection('audit')
        .countDocuments({ trail: `case:${caseId}`, kind: 'case.read', accountId: id })
    expect(await readsBy(reader)).toBe(1)
    await outsider.get(`/cases/${caseId}`)
    expect(await readsBy(outsider)).toBe(0)
  })
})
