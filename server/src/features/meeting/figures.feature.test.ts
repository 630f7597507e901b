/** What a house counts of its meetings: each figure with the work behind it, and no case for those who may not see it. */
import type { MeetingFigures } from '@colloque/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prove } from '../../testing/plans.ts'
import { until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let coordinator: TestPerson
let teamId = ''

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Maelle Nurse', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

/** One case talked over, with a decision, signed. */
async function met(caseId: string, startsAt: string) {
  const { id: meetingId } = await doctor.done('meeting.call', {
    ...{ teamId, title: '=Jeudi', startsAt, minutes: 30, invited: [] },
  })
  const { id: agendaItemId } = await doctor.done('agenda.propose', { caseId, question: 'Canari', meetingId })
  await until(async () => {
    const fold = await house.application.changes.fold(`team:${teamId}`)
    return JSON.stringify(fold.get('meeting', meetingId)?.after).includes(agendaItemId)
  }, 'the slot')
  await doctor.done('meeting.start', { teamId, meetingId })
  await nurse.done('meeting.attend', { teamId, meetingId, isThere: true })
  const owner = { profession: 'nurse' as const }
  const decision = await doctor.done('decision.record', {
    ...{ agendaItemId, text: 'Passer le soir', owner, tell: { owner } },
  })
  await doctor.done('agenda.conclude', { agendaItemId, participants: [] })
  await prove(house, doctor)
  const { docSeq, textHash } = (await doctor.get(`/cases/${caseId}/minutes/${agendaItemId}`)).body
  await doctor.done('minutes.sign', { agendaItemId, docSeq, textHash })
  await doctor.done('meeting.close', { teamId, meetingId })
  return { agendaItemId, decision }
}

const year = () => new Date().getUTCFullYear()
const figuresFor = async (person: TestPerson): Promise<MeetingFigures> => {
  await house.application.changes.catchUp(`case:${caseIds[0]}`)
  await house.application.changes.catchUp(`case:${caseIds[1]}`)
  return (await person.get(`/teams/${teamId}/meeting-figures?year=${year()}`)).body
}
const caseIds: string[] = []

it('counts distinct patients, who came, and what became of the decisions', async () => {
  // In the same year as today, whenever that is.
  const soon = new Date(Date.now() + 60_000).toISOString()
  caseIds.push(await house.openCase(doctor, [nurse]), await house.openCase(doctor))
  const first = await met(caseIds[0] ?? '', soon)
  await met(caseIds[0] ?? '', soon)
  await met(caseIds[1] ?? '', soon)
  await nurse.done('task.complete', { taskId: first.decision.taskId })
  await coordinator.done('team.setPatientCount', { teamId, year: year(), patients: 20 })

  const seen = await figuresFor(doctor)
  expect(seen).toMatchObject({
    ...{ distinctPatients: 2, share: 0.1, decisions: { made: 3, carriedOut: 1, late: 0 } },
    met: { meetings: false, share: true },
    of: { patients: 20, by: coordinator.id },
  })
  expect(seen.meetings).toHaveLength(3)
  expect(seen.attendance).toEqual([
    { profession: 'nurse', people: 1, presences: 3 },
    { profession: 'physician', people: 1, presences: 3 },
  ])
  expect(seen.filed.map(({ agendaItemId }) => agendaItemId)).toContain(first.agendaItemId)
})

it('names no case to those outside its circle, and is the team’s alone', async () => {
  const seen = await figuresFor(nurse)
  expect(seen.distinctPatients).toBe(2)
  expect(seen.filed.filter(({ caseId }) => caseId === null)).toHaveLength(1)
  const all = JSON.stringify(await figuresFor(coordinator))
  for (const caseId of caseIds) expect(all).not.toContain(caseId)
  expect(all).not.toContain('Canari')
  expect((await doctor.get(`/teams/${caseIds[0]}/meeting-figures?year=${year()}`)).status).toBe(404)
})

it('is a file whose cells no spreadsheet runs', async () => {
  const response = await fetch(`${house.url}/api/v1/teams/${teamId}/meeting-figures.csv?year=${year()}`, {
    headers: { Authorization: `Bearer ${doctor.token}` },
  })
  expect(response.headers.get('content-disposition')).toContain(`concertations-${year()}.csv`)
  const text = await response.text()
  expect(text).toContain('"Patients distincts, compte rendu classé"')
  expect(text).toContain(`"Seuil : concertations";${year()};6;"non atteint"`)
  expect(text).toContain(`"Seuil : part des patients";${year()};"5,0 %";"atteint"`)
  expect(text).not.toMatch(/(^|;)"?[=+@-]/m)
})
