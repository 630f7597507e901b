/**
 * Stale state plus changes equals a refetch, over every kind of change: what a client that was away folds from
 * what it missed is what a client that comes anew is given, and what the lists answer.
 */
import { randomUUID } from 'node:crypto'
import { commands, COMMAND_NAMES, type CommandName } from '@colloque/contract'
import {
  addDays,
  applyChange,
  sharedView,
  wallClock,
  type Change,
  type EntityState,
  type Meeting,
  type PatientCase,
  type StreamName,
} from '@colloque/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addsObjective, asSeen, planOf, prove, writePlan } from './plans.ts'
import { until } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let coordinator: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
})
afterAll(() => house.stop())

interface Snapshot {
  entities: EntityState[]
  seq: number
}
const byId = (entities: Iterable<EntityState>) =>
  [...entities].sort((one, other) => (one.id < other.id ? -1 : 1))

const identityOf = (caseId: string) => {
  const held = house.application.changes.cachedFold(`case:${caseId}`)?.get('patientCase', caseId)
  const { birthName, firstNames, birthDate } = (held?.after as PatientCase).patient
  return { birthName, firstNames, birthDate }
}

it('holds after each command of the contract', async () => {
  const caseId = await house.openCase(doctor, [nurse])
  const other = await house.openCase(doctor)
  const teamId = doctor.teamIds[0] ?? ''
  const { id: direct } = await doctor.done('conversation.open', { accountIds: [nurse.id] })
  const directStream = (await house.application.changes.locate(direct)) ?? ''
  /** Every stream that a command of this test is decided in. */
  const { id: narrowed } = await doctor.done('task.create', {
    caseId,
    title: 'À deux',
    visibleTo: [nurse.id],
  })
  const part = (await house.application.changes.locate(narrowed)) ?? ''
  const relative = await house.relative('Rose Relative', caseId, doctor)
  const streams = [
    `case:${caseId}`,
    part,
    `shared:${caseId}`,
    `team:${teamId}`,
    `member:${doctor.id}`,
    directStream,
  ]
  const snapshotsOf = () =>
    Promise.all(
      streams.map(async (stream) => (await doctor.get(`/streams/${stream}/snapshot`)).body as Snapshot),
    )
  const snapshots: Snapshot[][] = []
  const sent = new Set<CommandName>(['case.create', 'conversation.open'])
  const run = async <Name extends CommandName>(person: TestPerson, name: Name, input: object) => {
    snapshots.push(await snapshotsOf())
    sent.add(name)
    return person.done(name, input as never)
  }

  await run(doctor, 'case.update', { caseId, allergies: 'Pénicilline', wish: 'Rester chez elle' })
  await run(doctor, 'case.linkHousehold', { caseId, otherCaseId: other })
  const daughter = await run(nurse, 'circle.add', {
    caseId,
    name: 'Sa fille',
    relation: 'fille',
    phone: '01 99 00 00 01',
  })
  await run(doctor, 'circle.update', { caseId, memberId: daughter.id, phone: '01 99 00 00 02' })
  await run(doctor, 'circle.remove', { caseId, memberId: daughter.id, reason: 'Partie loin' })
  const consent = await run(doctor, 'consent.record', {
    ...{ caseId, decision: 'agrees', about: { kind: 'circle' }, how: 'oral', on: '2026-01-05' },
  })
  await run(doctor, 'consent.withdraw', { consentId: consent.id, reason: 'Ne veut plus' })
  const delegation = await run(doctor, 'delegation.open', {
    ...{ caseId, act: 'measurement.record', profession: 'medicalSecretary', protocol: 'AVK 1' },
    until: '2100-01-04T00:00:00.000Z',
  })
  await run(doctor, 'delegation.end', { delegationId: delegation.id })
  const rescuer = await house.person('Rita Rescuer', 'nurse')
  const broken = await run(rescuer, 'breakGlass.open', {
    ...identityOf(caseId),
    ...{ reason: 'unreachable', words: 'Chute' },
  })
  await run(rescuer, 'breakGlass.end', { breakGlassId: broken.id })
  await run(doctor, 'breakGlass.review', { breakGlassId: broken.id, verdict: 'justified' })
  const { id: messageId } = await run(nurse, 'message.post', {
    caseId,
    text: 'Elle a chuté',
    urgency: 'urgent',
  })
  await run(doctor, 'message.acknowledge', { messageId })
  await run(doctor, 'message.takeCharge', { messageId })
  const first = await run(nurse, 'message.post', { caseId, text: 'Un fil' })
  await run(nurse, 'message.edit', { messageId: first.id, text: 'Un fil, corrigé' })
  await run(doctor, 'message.pin', { messageId: first.id })
  await run(doctor, 'message.unpin', { messageId: first.id })
  await run(doctor, 'message.linkCard', { messageId: first.id, cardId: randomUUID() })
  await run(doctor, 'thread.close', { threadId: first.id, outcome: 'Vu ensemble' })
  await run(nurse, 'thread.reopen', { threadId: first.id })
  await run(nurse, 'message.delete', { messageId: first.id })
  const item = await run(nurse, 'agenda.propose', { caseId, question: 'Aller plus loin ?', messageId })
  await run(nurse, 'agenda.withdraw', { agendaItemId: item.id })
  const jeudi = { title: 'Jeudi', startsAt: '2100-01-07T12:00:00.000Z', minutes: 60, invited: [] }
  const other1 = await run(doctor, 'meeting.call', { teamId, ...jeudi })
  await run(doctor, 'meeting.cancel', { teamId, meetingId: other1.id, reason: 'Congés' })
  const { id: meetingId } = await run(doctor, 'meeting.call', { teamId, ...jeudi })
  await run(doctor, 'meeting.change', { teamId, meetingId, chairId: doctor.id, ...jeudi, minutes: 45 })
  const { id: agendaItemId } = await run(nurse, 'agenda.propose', { caseId, question: 'Rester chez elle ?' })
  await run(nurse, 'agenda.schedule', { agendaItemId, meetingId, minutes: 10 })
  await until(async () => {
    const shell = (await house.application.changes.fold(`team:${teamId}`)).get<Meeting>('meeting', meetingId)
    return shell?.after?.slots.length === 1
  }, 'the slot of the case')
  await run(coordinator, 'meeting.order', {
    teamId,
    meetingId,
    slots: [{ itemId: agendaItemId, minutes: 12 }],
  })
  await run(coordinator, 'meeting.send', { teamId, meetingId })
  await run(nurse, 'agenda.giveOpinion', { agendaItemId, text: 'Oui, avec de l’aide' })
  await run(nurse, 'agenda.ask', { agendaItemId, what: 'wish' })
  await run(doctor, 'meeting.start', { teamId, meetingId })
  await run(nurse, 'meeting.attend', { teamId, meetingId, isThere: true })
  await run(doctor, 'meeting.turnTo', { teamId, meetingId, itemId: agendaItemId })
  const person = { accountId: nurse.id, name: nurse.name }
  await run(doctor, 'agenda.setSpoken', { agendaItemId, person, hasSpoken: true })
  const guests = [{ accountId: null, name: 'Elle', profession: null, relation: 'person' }]
  await run(doctor, 'agenda.setGuests', { agendaItemId, guests })
  const owner = { profession: 'nurse' }
  const decision = await run(doctor, 'decision.record', { agendaItemId, text: 'Passer deux fois', owner })
  await run(nurse, 'decision.disagree', { decisionId: decision.id, text: 'Une fois suffit' })
  const dropped1 = await run(doctor, 'decision.record', { agendaItemId, text: 'Téléalarme', owner })
  await run(doctor, 'decision.withdraw', { decisionId: dropped1.id, reason: 'Elle en a une' })
  const participants = [{ ...person, profession: 'nurse', relation: null }]
  await run(doctor, 'agenda.conclude', { agendaItemId, participants })
  await run(doctor, 'agenda.resume', { agendaItemId })
  await run(doctor, 'agenda.conclude', { agendaItemId, participants })
  await run(doctor, 'meeting.close', { teamId, meetingId })
  const { body: minutes } = await doctor.get(`/cases/${caseId}/minutes/${agendaItemId}`)
  await prove(house, doctor)
  await run(doctor, 'minutes.sign', { agendaItemId, docSeq: minutes.docSeq, textHash: minutes.textHash })
  await run(doctor, 'attention.set', { stream: `case:${caseId}`, threadId: first.id, mode: 'muted' })
  await run(doctor, 'reach.set', { quiet: null, urgentBreaksQuiet: true, push: true, email: false })
  await run(doctor, 'schedule.setHours', { teamId, hours: [{ days: [1, 2], from: '08:00', to: '19:00' }] })
  const away = await run(doctor, 'schedule.addAbsence', { teamId, from: '2026-12-24', to: '2027-01-02' })
  const absenceId = away.absences[0]?.id
  await run(doctor, 'schedule.changeAbsence', { teamId, absenceId, to: '2026-12-31' })
  await run(doctor, 'schedule.removeAbsence', { teamId, absenceId: away.absences[0]?.id })
  await run(coordinator, 'team.setEscalation', { teamId, escalation: { delayMinutes: 5, repeatMinutes: 2 } })
  await run(coordinator, 'team.rename', { teamId, name: 'Maison du Pont' })
  const sites = [{ id: randomUUID(), name: 'Le Pont', address: null, finess: null }]
  await run(coordinator, 'team.setSites', { teamId, sites })
  await run(coordinator, 'team.setMember', { teamId, accountId: nurse.id, siteIds: [sites[0]?.id] })
  const leaver = await house.person('Lea Leaver', 'nurse')
  await run(coordinator, 'team.removeMember', { teamId, accountId: leaver.id, reason: 'Retraite' })
  const security = { secondFactorRequired: false, auditMonths: 6, retentionYears: 30 }
  await run(coordinator, 'team.setPatientCount', { teamId, year: 2026, patients: 400 })
  await run(coordinator, 'team.setSecurity', { teamId, security })
  await run(coordinator, 'team.setTaskEscalation', {
    teamId,
    taskEscalation: { overdueMinutes: 30, delayMinutes: 60 },
  })
  await run(nurse, 'message.post', {
    conversationId: directStream.slice('conversation:'.length),
    text: 'À midi ?',
  })
  const astray = await run(doctor, 'message.post', { caseId, text: 'Pour une autre personne' })
  await run(doctor, 'message.move', { messageId: astray.id, toCaseId: other })
  await run(nurse, 'note.record', { caseId, text: 'Fatiguée', readings: [{ kind: 'pulse', value: 62 }] })
  const told = await run(nurse, 'message.post', { caseId, text: 'Comment dort-elle ?' })
  await run(nurse, 'note.record', {
    ...{ caseId, text: 'Répond', threadId: told.id },
    observations: [{ kind: 'sleep', words: 'Trois réveils' }],
  })
  await run(doctor, 'threshold.set', { caseId, kind: 'pulse', target: { from: 55, to: 90 }, rules: [] })
  await run(doctor, 'threshold.reset', { caseId, kind: 'pulse' })
  await run(nurse, 'note.record', { caseId, text: 'A mal', readings: [{ kind: 'pain', value: 9 }] })
  let alertId = ''
  await until(async () => {
    const fold = await house.application.changes.fold(`case:${caseId}`)
    return Boolean((alertId = fold.all('readingAlert')[0]?.id ?? ''))
  }, 'the alert of a reading')
  await run(doctor, 'readingAlert.takeCharge', { alertId })
  await run(doctor, 'readingAlert.close', { alertId, outcome: 'Antalgique changé' })
  const entry = { kind: 'socialService', name: 'Centre social', phone: '01 99 00 00 12' }
  const { id: entryId } = await run(nurse, 'directory.add', { teamId, ...entry })
  await run(doctor, 'directory.change', { teamId, entryId, ...entry, access: 'Sans rendez-vous' })
  await run(nurse, 'directory.check', { teamId, entryId })
  const { notes } = await run(nurse, 'directory.note', { teamId, entryId, text: 'Le mardi' })
  await run(nurse, 'directory.removeNote', { teamId, entryId, noteId: notes[0]?.id })
  await run(nurse, 'directory.retire', { teamId, entryId, reason: 'Fermé' })
  await run(nurse, 'directory.restore', { teamId, entryId })
  const when = [{ on: 'start', offset: { hours: 1 } }]
  const steps = [{ key: 'peser', title: 'Peser', forProfession: 'nurse', when }]
  const protocol = { teamId, name: 'Suivi du poids', purpose: 'Pour voir', steps }
  const { id: protocolId } = await run(nurse, 'protocol.save', protocol)
  await run(doctor, 'protocol.read', { teamId, protocolId, version: 1 })
  await run(coordinator, 'protocol.disagree', { teamId, protocolId, version: 1, text: 'Trop souvent' })
  for (const person of [doctor, nurse])
    await run(person, 'protocol.adopt', { teamId, protocolId, version: 1 })
  const started = await run(nurse, 'run.start', {
    ...{ caseId, protocolId, startsAt: new Date().toISOString() },
  })
  await run(doctor, 'run.end', { runId: started.id, reason: 'Guérie' })
  await run(coordinator, 'protocol.retire', { teamId, protocolId, reason: 'Plus suivi' })
  const { id: taskId } = await run(doctor, 'task.create', { caseId, title: 'Pansement', messageId })
  await run(nurse, 'task.claim', { taskId })
  await run(nurse, 'task.hold', { taskId, waitingFor: 'Compresses' })
  await run(nurse, 'task.resume', { taskId })
  await run(nurse, 'task.release', { taskId, reason: 'Autre tournée' })
  await run(doctor, 'task.complete', { taskId, note: 'Fait' })
  await run(doctor, 'task.reopen', { taskId })
  await run(nurse, 'task.claim', { taskId: narrowed })
  await run(nurse, 'task.complete', { taskId: narrowed, readings: [{ kind: 'weight', value: 61 }] })
  const dropped = await run(doctor, 'task.create', { caseId, title: 'Semelles' })
  await run(doctor, 'task.abandon', { taskId: dropped.id, reason: 'La personne refuse' })
  const weekly = await run(doctor, 'task.create', {
    caseId,
    title: 'Pilulier',
    window: { day: '2100-01-04', part: 'morning' },
    checklist: ['Lundi', 'Mardi'],
    records: [{ kind: 'pulse', required: true }],
  })
  await run(nurse, 'task.update', { taskId: weekly.id, detail: 'Le matin', dependsOn: [dropped.id] })
  await run(nurse, 'task.claim', { taskId: weekly.id })
  await run(nurse, 'task.check', { taskId: weekly.id, itemId: weekly.checklist[0]?.id, done: true })
  await run(nurse, 'task.delegate', { taskId: weekly.id, toAccount: doctor.id })
  await run(nurse, 'task.hold', { taskId: weekly.id, waitingFor: 'Sa fille', phone: '01 99 00 00 01' })
  await run(nurse, 'task.logCall', { taskId: weekly.id, result: 'messageLeft' })
  await run(nurse, 'task.offer', { taskId: weekly.id, toAccount: doctor.id })
  await run(doctor, 'task.decline', { taskId: weekly.id, reason: 'En congé' })
  await run(nurse, 'task.offer', { taskId: weekly.id, toAccount: doctor.id, note: 'Clé chez la voisine' })
  await run(doctor, 'task.accept', { taskId: weekly.id })
  await run(doctor, 'task.complete', { taskId: weekly.id, readings: [{ kind: 'pulse', value: 66 }] })
  const today = wallClock(new Date().toISOString()).day
  const series = await run(nurse, 'series.create', {
    caseId,
    title: 'Pansement',
    times: [{ time: '23:58' }],
    rule: 'FREQ=DAILY',
    startsOn: addDays(today, 1),
  })
  const changed = await run(nurse, 'series.change', {
    seriesId: series.id,
    from: addDays(today, 3),
    title: 'Pansement sec',
  })
  await run(doctor, 'series.pause', { seriesId: changed.id, from: addDays(today, 4), reason: 'Hospitalisée' })
  await run(doctor, 'series.resume', { seriesId: changed.id, from: addDays(today, 5) })
  await run(nurse, 'series.end', { seriesId: changed.id, from: addDays(today, 6), reason: 'Guérie' })
  await run(nurse, 'visit.record', {
    caseId,
    text: 'Une heure avec elle',
    readings: [{ kind: 'weight', value: 61 }],
    needs: [
      { text: 'Ne mange plus le soir', domain: 'autonomy', tasks: [{ title: 'Repas portés' }] },
      { text: 'Se perd', domain: 'psycho', referral: { to: 'Consultation mémoire', reason: 'Mémoire' } },
    ],
  })
  const [meals, memory] = (await nurse.get(`/cases/${caseId}/needs`)).body.items as { id: string }[]
  await run(doctor, 'needs.order', { caseId, ids: [memory?.id, meals?.id] })
  await run(doctor, 'need.update', { needId: meals?.id, status: 'dropped', reason: 'Sa fille cuisine' })
  const referral = await run(doctor, 'referral.create', {
    caseId,
    to: 'Dr Vidal',
    reason: 'Avis',
    needId: memory?.id,
  })
  await run(nurse, 'referral.advance', { referralId: referral.id, status: 'sent' })
  await run(nurse, 'referral.decline', { referralId: referral.id, words: 'Pas cette année' })
  const bundle = await run(doctor, 'bundle.save', {
    teamId,
    name: 'À nous',
    purpose: 'Essai',
    items: [
      { key: 'un', title: 'D’abord', offset: { hours: 2 } },
      { key: 'deux', title: 'Ensuite', after: ['un'], checklist: ['Clés'] },
    ],
  })
  await run(nurse, 'bundle.start', { caseId, bundleId: bundle.id, startsAt: new Date().toISOString() })
  await run(doctor, 'bundle.retire', { teamId, bundleId: bundle.id })
  const one = await run(doctor, 'medication.add', {
    caseId,
    name: 'Coumadine',
    atc: 'B01AA03',
    posology: '1 le soir',
  })
  const two = await run(doctor, 'medication.add', { caseId, name: 'Triflucan', atc: 'J02AC01' })
  await run(doctor, 'medication.change', { medicationId: one.id, posology: '1 le matin', reason: 'Oublis' })
  await run(doctor, 'medication.pause', { medicationId: two.id, reason: 'Nausées', until: '2100-01-01' })
  await run(doctor, 'medication.resume', { medicationId: two.id, reason: 'Passées' })
  await run(nurse, 'facts.record', { caseId, allergies: [{ to: 'pénicilline', kind: 'allergy' }] })
  const report = await run(nurse, 'report.make', { caseId, kind: 'sideEffect', words: 'Nausées le matin' })
  await run(doctor, 'report.settle', { reportId: report.id, word: 'Passagères' })
  const flag = await run(nurse, 'flag.raise', {
    caseId,
    title: 'INR',
    severity: 'PE',
    detail: 'x',
    medicationIds: [one.id, two.id],
  })
  await run(nurse, 'flag.propose', { flagId: flag.id, words: 'Arrêter', changes: [] })
  await run(doctor, 'flag.acknowledge', { flagId: flag.id })
  await run(doctor, 'flag.resolve', {
    flagId: flag.id,
    outcome: 'treatmentChanged',
    reason: 'x',
    stopMedicationIds: [two.id],
  })
  await run(nurse, 'flag.check', { flagId: flag.id })
  await run(nurse, 'flag.reopen', { flagId: flag.id, reason: 'INR à 5' })
  await run(doctor, 'alert.setAside', { caseId, key: 'an-alert', medicationIds: [one.id], reason: 'x' })
  await run(doctor, 'medication.stop', { medicationId: one.id, reason: 'x' })
  await run(doctor, 'sharing.set', { caseId, parts: ['circle', 'treatment', 'appointments', 'wishes'] })
  const asked = await run(relative, 'shared.post', { caseId, text: 'Qui passe demain ?' })
  await run(nurse, 'shared.acknowledge', { sharedMessageId: asked.id })
  await run(nurse, 'shared.post', { caseId, text: 'Moi, à neuf heures' })
  await run(relative, 'shared.report', { caseId, kind: 'adherence', words: 'Elle oublie celui du soir' })
  await run(relative, 'shared.reading', { caseId, kind: 'weight', value: 61 })
  const son = await house.relative('Rudi Relative', caseId, doctor, 'fils')
  await run(son, 'circle.leave', { caseId, reason: 'x' })
  const wish = { caseId, aspect: 'project', heardOn: '2026-03-02' }
  const wished = await run(nurse, 'wish.record', { ...wish, text: 'Voir la mer' })
  const again = await run(nurse, 'wish.record', { ...wish, text: 'Revoir la mer', replaces: wished.id })
  await run(doctor, 'wish.withdraw', { wishId: again.id, reason: 'Mal compris' })
  await run(doctor, 'plan.nameReferent', { caseId, accountId: nurse.id })
  await run(doctor, 'plan.recordConsent', { caseId, given: true, how: 'oral', on: '2026-03-02' })
  await writePlan(house, caseId, nurse, addsObjective('Marcher', nurse))
  const { docSeq } = await planOf(nurse, caseId)
  await run(nurse, 'plan.submit', { caseId, docSeq, word: 'Prêt' })
  await run(doctor, 'plan.return', { caseId, word: 'Qui appelle ?' })
  await run(nurse, 'plan.submit', { caseId, docSeq, word: 'Sa fille' })
  await prove(house, doctor)
  await run(doctor, 'plan.sign', asSeen(await planOf(doctor, caseId)))
  const erasing = { basis: 'mistake', reason: 'x' }
  const slip = await nurse.done('message.post', { caseId, text: 'Pour quelqu’un d’autre' })
  await run(nurse, 'entry.erase', { ...erasing, caseId, entries: [{ type: 'message', id: slip.id }] })
  await run(doctor, 'board.erase', { ...erasing, caseId, kind: 'plan' })
  await doctor.done('case.close', { caseId: other, reason: 'x' })
  const { birthName, firstNames } = identityOf(other)
  await run(doctor, 'case.erase', { ...erasing, caseId: other, confirm: `${birthName} ${firstNames}` })
  const hears = async (stream: string, kind: string) =>
    (await house.application.changes.changesSince(stream as StreamName, 0, 500)).changes.some(
      (change) => change.kind === kind,
    )
  await until(() => hears(`team:${teamId}`, 'case.erased'))
  await until(() => hears(`member:${doctor.id}`, 'member.caseLeft'))
  await run(doctor, 'case.close', { caseId, reason: 'x' })
  await run(doctor, 'case.reopen', { caseId })
  expect([...sent].sort(), 'a command that this test does not send').toEqual([...COMMAND_NAMES].sort())
  expect(Object.keys(commands)).toHaveLength(sent.size)

  await until(() => hears(`case:${caseId}`, 'measurement.told'))
  const { changes: log } = house.application
  const [held, sharedFold] = [await log.fold(`case:${caseId}`), await log.fold(`shared:${caseId}`)]
  await until(() => {
    const there = sharedFold.all('sharedCase').flatMap(({ after }) => (after === null ? [] : [after]))
    const view = sharedView(caseId, held, { now: new Date().toISOString(), signedPlan: null })
    return JSON.stringify(there) === JSON.stringify([view])
  }, 'what is shared')

  const finals = await snapshotsOf()
  for (const taken of snapshots) {
    for (const [index, stream] of streams.entries()) {
      const [stale, final] = [taken[index]!, finals[index]!]
      const { changes, head } = (await doctor.get(`/streams/${stream}/changes?since=${stale.seq}&limit=200`))
        .body as { changes: Change[]; head: number }
      expect(head).toBe(final.seq)
      const entities = new Map(stale.entities.map((entity) => [entity.id, entity]))
      for (const change of changes) applyChange(entities, change)
      expect(byId(entities.values())).toEqual(byId(final.entities))
    }
  }
  const final = finals[0]!

  /** @param held in the case, and in its part where the list shows that too */
  const listed = async (path: string, type: string, held = final.entities) => {
    const { body } = await doctor.get(`/cases/${caseId}/${path}?limit=200`)
    expect(body.seq).toBe(final.seq)
    const expected = held.filter((entity) => entity.type === type && entity.after !== null)
    const state = (items: { id: string; rev: number }[]) =>
      items.map(({ id, rev }) => ({ id, rev })).sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(state(body.items)).toEqual(state(expected))
    for (const entity of expected)
      expect(body.items).toContainEqual(expect.objectContaining(entity.after as object))
  }
  await listed('tasks', 'task', [...final.entities, ...finals[1]!.entities])
  await listed('needs', 'need')
  await listed('referrals', 'referral')
  await listed('series', 'taskSeries')
  const { body: line } = await doctor.get(`/cases/${caseId}/series/${changed.id}/occurrences?limit=3`)
  const { body: rest } = await doctor.get(
    `/cases/${caseId}/series/${changed.id}/occurrences?cursor=${encodeURIComponent(line.next)}`,
  )
  expect([...line.items, ...rest.items].map(({ occurrence }: { occurrence: string }) => occurrence)).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((count) => addDays(today, count)),
  )
  await listed('flags', 'flag')
  await listed('medications', 'medication')
  await listed('reports', 'treatmentReport')
  await listed('measurements', 'measurement')
  await listed('messages', 'message')
  const { plan, versions, seq } = await planOf(doctor, caseId)
  const stateOf = (type: string) => {
    const { id, rev, after } = final.entities.find((entity) => entity.type === type)!
    return { ...(after as object), id, rev }
  }
  expect({ plan, versions, seq }).toEqual({
    plan: stateOf('carePlan'),
    versions: [stateOf('planVersion')],
    seq: final.seq,
  })
})
