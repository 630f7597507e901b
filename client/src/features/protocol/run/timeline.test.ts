import { expect, it } from 'vitest'
import { aRun as run, aRunTask as task } from '../../../testing/aRun.ts'
import { runStateOf } from '../../../platform/run/runState.ts'
import { momentsOf, waitingSteps } from './timeline.ts'

const NOW = '2026-03-06T08:00:00.000Z'

const ended = (at: string) => ({ by: 'maelle', at: `2026-03-0${at}T08:00:00.000Z` })
const state = runStateOf(
  run(),
  {
    tasks: [
      task('resultat', { status: 'done', ended: ended('5') }),
      task('bilan', { status: 'done', ended: ended('2') }),
      task('expliquer', { status: 'notDone', ended: ended('3') }),
      task('dose', { dueAt: '2026-03-05T18:00:00.000Z' }),
      task('prise-de-sang', { dueAt: '2026-03-10T11:00:00.000Z' }),
    ],
    measurements: [],
    alerts: [
      {
        id: 'alert',
        after: {
          ...{ kind: 'inr', readings: [{ takenAt: '2026-03-04T08:00:00.000Z' }], status: 'open' },
        } as never,
      },
    ],
  },
  NOW,
)

it('the past stands in its order, alerts among what was done; then what is late and what comes', () => {
  const { past, open } = momentsOf(state)
  expect(past.map((one) => ('task' in one ? `${one.what} ${one.task.id}` : one.what))).toEqual([
    ...['done bilan', 'notDone expliquer', 'alert', 'done resultat'],
  ])
  expect(open.map(({ what }) => what)).toEqual(['late', 'toCome'])
})

it('names what may still follow: not what is open, nor what only the start brings and was done', () => {
  const keys = waitingSteps(run(), state).map(({ key }) => key)
  expect(keys).toEqual(expect.arrayContaining(['resultat', 'dire']))
  for (const key of ['dose', 'prise-de-sang', 'bilan', 'expliquer']) expect(keys).not.toContain(key)
})

it('nothing follows once it is over', () => expect(waitingSteps(run({ status: 'ended' }), state)).toEqual([]))
