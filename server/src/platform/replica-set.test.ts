import { expect, it } from 'vitest'
import { requireMajority } from './change-log/mongo-commands.ts'
import { isReplicaSet } from './database.ts'

it('a write that a majority did not confirm is not taken for stored, though the command went well', () => {
  const stored = { ok: 1, n: 1 }
  expect(() => requireMajority('changes', stored)).not.toThrow()
  // As a primary answers that steps down between the write and its majority. Source: MongoDB's manual, write concern.
  const steppedDown = {
    code: 11602,
    codeName: 'InterruptedDueToReplStateChange',
    errmsg: 'operation was interrupted',
  }
  const late = { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting for replication timed out' }
  for (const writeConcernError of [steppedDown, late])
    expect(() => requireMajority('changes', { ...stored, writeConcernError })).toThrow(
      writeConcernError.codeName,
    )
})

it('writes are sent again by the driver only where a replica set understands that', () => {
  expect(isReplicaSet('mongodb://db1,db2,db3/colloque?replicaSet=rs0')).toBe(true)
  expect(isReplicaSet('mongodb://db1/colloque?tls=true&replicaSet=rs0')).toBe(true)
  expect(isReplicaSet('mongodb+srv://cluster.example/colloque')).toBe(true)
  expect(isReplicaSet('mongodb://%2Ftmp%2Fengine.sock/colloque')).toBe(false)
})
