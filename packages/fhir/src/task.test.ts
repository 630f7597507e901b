import { newTask, PROFESSIONS, TASK_STATUSES, type Profession, type Task } from '@colloque/domain'
import fc from 'fast-check'
import { Fhir } from 'fhir'
import { describe, expect, it } from 'vitest'
import { FHIR_TASK_STATUSES } from './resources.ts'
import { taskStatusOf, toFhirTask, urgencyOf } from './task.ts'

const AT = '2026-11-20T09:00:00.000Z'
const by = (n: number) => ({ by: `0199d8f0-0000-7000-8000-00000000000${n}`, at: '2026-11-20T10:00:00.000Z' })
const stored = { id: '0199d8f0-0000-7000-8000-0000000000aa', at: '2026-11-20T11:00:00.000Z' }
const task = (over: Partial<Task> = {}) =>
  newTask({
    caseId: '0199d8f0-0000-7000-8000-00000000000c',
    title: 'Pilulier de la semaine',
    createdBy: by(1).by,
    createdAt: AT,
    ...over,
  })

/** What the R4 definitions find wrong with a resource, but for the codes that they do not know. */
const faults = (resource: object) =>
  new Fhir()
    .validate(resource)
    .messages.filter(({ severity }) => severity === 'error')
    .map(({ location, message }) => `${location}: ${message}`)

const anyTask = fc
  .record({
    status: fc.constantFrom(...TASK_STATUSES),
    outcome: fc.constantFrom('refused' as const, 'missed' as const, 'notNeeded' as const, null),
    urgency: fc.constantFrom('routine' as const, 'important' as const, 'urgent' as const),
    profession: fc.option(fc.constantFrom(...(Object.keys(PROFESSIONS) as Profession[]))),
    started: fc.boolean(),
    due: fc.boolean(),
    rich: fc.boolean(),
  })
  .map(({ status, outcome, urgency, profession, started, due, rich }) =>
    task({
      status,
      urgency,
      outcome: status === 'notDone' ? outcome : status === 'done' ? 'done' : null,
      forProfession: profession,
      claimed: status === 'open' ? null : by(2),
      ended: status === 'done' || status === 'notDone' ? by(2) : null,
      reason: status === 'notDone' ? 'Elle préfère demain' : null,
      waitingFor: status === 'waiting' ? 'Le laboratoire' : null,
      checklist: [{ id: stored.id, text: 'Sept jours', done: started ? by(2) : null }],
      dueAt: due ? '2026-11-23T11:00:00.000Z' : null,
      window: due ? { day: '2026-11-23', part: 'morning' } : null,
      ...(rich
        ? {
            detail: 'Le matin',
            note: status === 'done' ? 'Fait' : null,
            records: [
              { kind: 'weight' as const, required: true },
              { kind: 'mood' as const, required: false },
            ],
            measurementIds: [stored.id],
            observations: [{ kind: 'mood' as const, words: 'Gai' }],
            seriesId: stored.id,
          }
        : {}),
    }),
  )

describe('a task in FHIR', () => {
  it('is a sound Task of R4, and its status comes back as it was', () => {
    fc.assert(
      fc.property(anyTask, (given) => {
        const resource = toFhirTask(stored, given)
        expect(faults(resource)).toEqual([])
        expect(JSON.stringify(resource)).not.toContain('null')
        expect(taskStatusOf(resource)).toEqual({ status: given.status, outcome: given.outcome })
        expect(urgencyOf(resource.priority)).toBe(given.urgency)
        expect(resource.lastModified >= resource.authoredOn).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('a resource that is not sound is found: the check above can fail', () => {
    expect(faults({ ...toFhirTask(stored, task()), status: 'taken' })).not.toEqual([])
    expect(faults({ ...toFhirTask(stored, task()), intent: undefined })).not.toEqual([])
  })

  it('says who has it, until when, and what is to be recorded', () => {
    const resource = toFhirTask(
      stored,
      task({
        status: 'claimed',
        claimed: by(2),
        forProfession: 'nurse',
        window: { day: '2026-11-23', part: 'morning' },
        dueAt: '2026-11-23T11:00:00.000Z',
        records: [{ kind: 'inr', required: true }],
      }),
    )
    expect(resource).toMatchObject({
      status: 'accepted',
      owner: { reference: `Practitioner/${by(2).by}` },
      restriction: { period: { start: '2026-11-23T05:00:00.000Z', end: '2026-11-23T11:00:00.000Z' } },
      input: [{ type: { coding: [{ system: 'http://loinc.org', code: '6301-6' }] }, valueCode: 'required' }],
      performerType: [
        {
          coding: [
            { system: expect.stringContaining('TRE-G15-ProfessionSante'), code: '60' },
            { system: 'urn:colloque:profession', code: 'nurse' },
          ],
        },
      ],
    })
    const begun = task({
      status: 'claimed',
      claimed: by(2),
      checklist: [{ id: stored.id, text: 'x', done: by(2) }],
    })
    expect(toFhirTask(stored, begun).status).toBe('in-progress')
  })

  it('of another house is read: each status of theirs is one of ours, or is not shown', () => {
    const read = FHIR_TASK_STATUSES.map((status) => [status, taskStatusOf({ status })?.status ?? null])
    expect(Object.fromEntries(read)).toEqual({
      draft: null,
      requested: 'open',
      received: 'open',
      accepted: 'claimed',
      rejected: 'notDone',
      ready: 'claimed',
      cancelled: 'notDone',
      'in-progress': 'claimed',
      'on-hold': 'waiting',
      failed: 'notDone',
      completed: 'done',
      'entered-in-error': null,
    })
    expect(taskStatusOf({ status: 'cancelled' })?.outcome).toBeNull()
    expect(urgencyOf('stat')).toBe('urgent')
  })
})
