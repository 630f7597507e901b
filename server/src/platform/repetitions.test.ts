import { setTimeout as wait } from 'node:timers/promises'
import { DomainError, type ErrorCode } from '@colloque/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from './actor.ts'
import { createRepetitions, repetitionKey } from './repetitions.ts'

interface Answer {
  readonly says: string
  readonly isRecorded: boolean
}

let runs: number
let now: number
let answering: (key: string, work: () => Promise<Answer>) => Promise<Answer>

beforeEach(() => {
  runs = 0
  now = 1_000
  answering = createRepetitions<Answer>(
    ({ isRecorded }) => isRecorded,
    () => now,
  )
})

const saying = (isRecorded: boolean) => async () => ({ says: `run ${(runs += 1)}`, isRecorded })
const refusing = (code: ErrorCode) => async () => {
  runs += 1
  throw new DomainError(code)
}

describe('a command that is sent twice', () => {
  it.each([true, false])('runs once while it is under way, recorded: %s', async (isRecorded) => {
    const answers = await Promise.all([
      answering('a', saying(isRecorded)),
      answering('a', saying(isRecorded)),
    ])
    expect(answers.map(({ says }) => says)).toEqual(['run 1', 'run 1'])
  })

  it('keeps the answer that changed nothing, and leaves the one that did to the log', async () => {
    await answering('unchanged', saying(false))
    await answering('changed', saying(true))
    expect((await answering('unchanged', saying(true))).says).toBe('run 1')
    expect((await answering('changed', saying(true))).says).toBe('run 3')
  })

  it.each(['not_found', 'invalid', 'conflict', 'already_claimed', 'command_id_reused'] as const)(
    'stays refused with %s',
    async (code) => {
      await expect(answering('a', refusing(code))).rejects.toMatchObject({ code })
      await expect(answering('a', saying(true))).rejects.toMatchObject({ code })
      expect(runs).toBe(1)
    },
  )

  it.each(['busy', 'unavailable', 'unknown_outcome', 'storage_full', 'rate_limited', 'internal'] as const)(
    'is tried again after %s, which decides nothing',
    async (code) => {
      await expect(answering('a', refusing(code))).rejects.toMatchObject({ code })
      expect((await answering('a', saying(true))).says).toBe('run 2')
    },
  )

  it('is decided anew when somebody tries again later', async () => {
    await expect(answering('a', refusing('conflict'))).rejects.toMatchObject({ code: 'conflict' })
    now += 5_001
    // The cache reads its clock once a millisecond.
    await wait(5)
    expect((await answering('a', saying(true))).says).toBe('run 2')
  })
})

it('tells people, sessions, names and inputs apart', () => {
  const [nurse, doctor, onPhone] = [
    actorOf('nurse', 'desk'),
    actorOf('doctor', 'desk'),
    actorOf('nurse', 'phone'),
  ] as const
  const claim = { commandId: '1', taskId: 't' }
  const keys = [
    repetitionKey(nurse, 'task.claim', claim),
    repetitionKey(doctor, 'task.claim', claim),
    repetitionKey(onPhone, 'task.claim', claim),
    repetitionKey(nurse, 'task.release', claim),
    repetitionKey(nurse, 'task.claim', { ...claim, taskId: 'u' }),
  ]
  expect(new Set(keys).size).toBe(5)
  expect(repetitionKey(nurse, 'task.claim', { ...claim })).toBe(keys[0])
})

const actorOf = (accountId: string, sessionId: string): Actor => ({
  ...{ accountId, sessionId, name: 'Ada', profession: null, teamIds: [] },
})
