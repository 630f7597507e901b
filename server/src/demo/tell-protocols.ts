/** The protocols of the house: adopted by name, disagreed with, and at work on one case. */
import {
  DEFAULT_THRESHOLDS,
  ESCALATION_AT_FIRST,
  raiseReadingAlert,
  SHIPPED_PROTOCOLS,
  type Measurement,
  type ReadingAlert,
  type Task,
} from '@colloque/domain'
import { PROTOCOLS } from './content/meetings.ts'
import type { House } from './team-house.ts'

/** One adopted and at work on a case, one written and not adopted yet. */
export async function tellProtocols(house: House): Promise<void> {
  const { run, teamId, at, application, foldOf, caseIdOf } = house
  const { adopted, draft, alert } = PROTOCOLS
  const save = (name: string, by: string, day: number, reviewOn: string | null) => {
    const shipped = SHIPPED_PROTOCOLS.find((one) => one.name === name)
    if (!shipped) throw new Error(`the demo adopts ${name}, which does not ship`)
    const { id: basedOn, ...content } = shipped
    return run(
      'protocol.save',
      `save ${name}`,
      { teamId, basedOn, reviewOn, ...content },
      by,
      at(day, '12:40'),
    )
  }
  const reviewOn = at(adopted.day + adopted.reviewInDays, '12:00').slice(0, 10)
  const protocolId = await save(adopted.name, adopted.by, adopted.day, reviewOn)
  const version = { teamId, protocolId, version: 1 }
  for (const [index, by] of adopted.adoptedBy.entries())
    await run('protocol.adopt', `adopt ${by}`, version, by, at(adopted.day + 1, `13:${10 + index}`))
  const { by: against, text } = adopted.disagreement
  await run('protocol.disagree', 'disagree', { ...version, text }, against, at(adopted.day + 2, '10:05'))
  for (const by of adopted.readBy)
    await run('protocol.read', `read ${by}`, version, by, at(adopted.day + 2, '12:10'))
  const draftId = await save(draft.name, draft.by, draft.day, null)
  const ofDraft = { teamId, protocolId: draftId, version: 1 }
  await run('protocol.adopt', 'adopt the draft', ofDraft, draft.by, at(draft.day, '12:45'))

  await tellAlert(house)
  const caseId = caseIdOf(PROTOCOLS.run.caseKey)
  const { by, from, at: when, done } = PROTOCOLS.run
  const targets = { [alert.kind]: DEFAULT_THRESHOLDS[alert.kind].target }
  const started = { caseId, protocolId, startsAt: at(...from), targets }
  await run('run.start', 'run', started, by, at(...when))
  for (const { step, by: doer, day, time, note } of done) {
    const task = (await foldOf(PROTOCOLS.run.caseKey))
      .all<Task>('task')
      .find(({ after }) => after?.run?.step === step)
    if (!task) throw new Error(`the protocol of the demo has no step ${step}`)
    await run('task.complete', `step ${step}`, { taskId: task.id, note }, doer, at(day, time))
  }
  // What follows from it is there before anybody looks.
  await application.changes.catchUp(`case:${caseId}`)
}

/** A reading of weeks ago raises nothing today: the alert that it raised then is written down with it. */
async function tellAlert({ run, application, caseIdOf, demoId, foldOf }: House): Promise<void> {
  const { caseKey, kind, value, by, minutesAfter, outcome } = PROTOCOLS.alert
  const caseId = caseIdOf(caseKey)
  const fold = await foldOf(caseKey)
  const reading = fold
    .all<Measurement>('measurement')
    .find(({ after }) => after?.kind === kind && after.value === value)
  const rule = DEFAULT_THRESHOLDS[kind].rules.find(
    ({ crossing }) => crossing.is === 'atOrAbove' && crossing.value <= value,
  )
  if (!reading?.after || !rule) throw new Error('the demo has no reading that crossed')
  const { takenAt, takenBy } = reading.after
  const alertId = demoId(`${caseKey} alert`)
  const after = (minutes: number) => new Date(Date.parse(takenAt) + minutes * 60_000).toISOString()
  const raised = raiseReadingAlert(
    {
      ...{ caseId, kind, rule, thresholdBy: null, source: DEFAULT_THRESHOLDS[kind].source },
      reading: { measurementId: reading.id, takenAt, takenBy },
    },
    { members: [], schedulesOf: () => [] },
    ESCALATION_AT_FIRST,
    after(1),
  )
  const alert: ReadingAlert = { ...raised, escalation: null }
  await application.changes.execute({
    ...{
      stream: `case:${caseId}`,
      commandId: demoId('team alert'),
      by: 'system:demo',
      input: {},
      at: after(1),
    },
    decide: () => ({
      kind: 'readingAlert.raised',
      entities: [{ type: 'readingAlert', id: alertId, after: alert }],
    }),
  })
  await run('readingAlert.takeCharge', 'alert taken', { alertId }, by, after(minutesAfter))
  await run('readingAlert.close', 'alert closed', { alertId, outcome }, by, after(minutesAfter + 15))
}
