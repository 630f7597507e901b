import type { QueueItem } from '@colloque/domain'
import { expect, it } from 'vitest'
import { keepStanding, newcomers, standAfresh } from './steadyQueue.ts'

const item = (entityId: string, fields: Partial<QueueItem> = {}): QueueItem => ({
  key: `task:${entityId}`,
  kind: 'task',
  band: 'today',
  stream: 'case:c',
  caseId: 'c',
  entityId,
  by: 'helene',
  since: '2026-03-09T08:00:00.000Z',
  dueAt: null,
  count: 1,
  ...fields,
})
const none = new Set<string>()
const ids = (lines: readonly { id: string }[]) => lines.map(({ id }) => id)

it('keeps lines in their place while others come in before them', () => {
  const lines = standAfresh([item('a'), item('b')])
  const now = [item('urgent', { band: 'urgent' }), item('a'), item('b')]
  expect(ids(keepStanding(lines, now, none))).toEqual(['a', 'b'])
  expect(newcomers(lines, now).map(({ entityId }) => entityId)).toEqual(['urgent'])
})

it('keeps the line of a free task that has become mine', () => {
  const lines = standAfresh([item('a', { kind: 'freeTask', key: 'freeTask:a' })])
  expect(keepStanding(lines, [item('a')], none)).toMatchObject([
    { id: 'a', gone: false, item: { kind: 'task' } },
  ])
})

it('lets go of what the person has settled, and greys what somebody else has', () => {
  const lines = standAfresh([item('a'), item('b'), item('c')])
  expect(keepStanding(lines, [item('c')], new Set(['a']))).toMatchObject([
    { id: 'b', gone: true },
    { id: 'c', gone: false },
  ])
})

it('lets go of messages that were read on another device', () => {
  const lines = standAfresh([item('m', { kind: 'acknowledge' }), item('b')])
  expect(ids(keepStanding(lines, [item('b')], none))).toEqual(['b'])
})

it('shows what comes in at once where nothing stands', () =>
  expect(ids(keepStanding([], [item('a')], none))).toEqual(['a']))

it('takes a line up again when its thing waits again', () => {
  const gone = keepStanding(standAfresh([item('a'), item('b')]), [item('b')], none)
  expect(keepStanding(gone, [item('a'), item('b')], none)).toMatchObject([{ gone: false }, { gone: false }])
})
