import { newMedication, stopMedication } from '@colloque/domain'
import { expect, it } from 'vitest'
import { previewChanges } from './previewChanges.ts'

const NOW = '2026-03-09T09:00:00.000Z'
const line = (id: string, name: string, more = {}) => ({
  id,
  after: newMedication({ caseId: 'c', name, addedBy: 'a', startedAt: NOW, ...more }),
})
const apixaban = line('1', 'Apixaban 5 mg', { preparedBy: { accountId: 'samuel' } })
const ibuprofen = line('2', 'Ibuprofène 400 mg', { posology: '3 par jour' })

it('shows before and after, and the pill organiser that is to be filled again', () => {
  const { lines, tasks, impossible } = previewChanges(
    [{ act: 'stop', medicationId: '2' }],
    [apixaban, ibuprofen],
    'helene',
    NOW,
  )
  expect(lines.map(({ before, after }) => [before?.status, after.status])).toEqual([['current', 'stopped']])
  expect(tasks).toMatchObject([{ title: 'Refaire le pilulier : Ibuprofène 400 mg', forAccount: 'samuel' }])
  expect(impossible).toEqual([])
})

it('shows a new line without anything before it', () => {
  const { lines } = previewChanges(
    [{ act: 'add', name: 'Paracétamol 1 g', moments: { noon: '1' } }],
    [],
    'h',
    NOW,
  )
  expect(lines).toMatchObject([
    { before: undefined, after: { name: 'Paracétamol 1 g', moments: { noon: '1' } } },
  ])
})

it('tells what the treatment has overtaken, and leaves out what is so already', () => {
  const stopped = { id: '2', after: stopMedication(ibuprofen.after, 'h', NOW, 'douleur passée') }
  const stop = { act: 'stop', medicationId: '2' } as const
  const gone = { act: 'pause', medicationId: '9' } as const
  expect(previewChanges([stop, gone], [stopped], 'h', NOW)).toMatchObject({
    lines: [],
    impossible: [stop, gone],
  })
  const same = { act: 'change', medicationId: '2', posology: '3 par jour' } as const
  expect(previewChanges([same], [ibuprofen], 'h', NOW)).toMatchObject({
    lines: [],
    tasks: [],
    impossible: [],
  })
})
