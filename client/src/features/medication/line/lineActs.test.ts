import { newCircleMember, newMedication, type CircleMember, type Profession } from '@colloque/domain'
import { expect, it } from 'vitest'
import { lineActs } from './lineActs.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const AT = '2026-03-09T08:00:00.000Z'
const line = newMedication({ caseId: ID, name: 'Ramipril 5 mg', addedBy: ID, startedAt: AT })
const member = (profession: Profession): CircleMember =>
  newCircleMember({ ...{ caseId: ID, accountId: ID, name: 'X', profession }, addedBy: ID, addedAt: AT })

it('those who prescribe change, pause and stop', () => {
  expect(lineActs(line, member('physician'))).toEqual(['change', 'pause', 'stop', 'flag', 'report'])
  expect(lineActs({ ...line, status: 'paused' }, member('physician'))).toContain('resume')
})

it('those who keep the list complete a line, the others report', () => {
  expect(lineActs(line, member('nurse'))).toEqual(['change', 'flag', 'report'])
  expect(lineActs(line, member('homeHelp'))).toEqual(['flag', 'report'])
})

it('nothing is done with a stopped line, nor by whoever has left', () => {
  expect(lineActs({ ...line, status: 'stopped' }, member('physician'))).toEqual([])
  expect(lineActs(line, { ...member('physician'), status: 'left' })).toEqual([])
})
