/**
 * A node that kills itself at a fault point of its first command: `die-at.ts <DieAt as JSON>`. In a process of its own,
 * so that nothing of it lives on: what it had in memory, what waited in its sockets, what it was about to answer.
 */
import mongoose from 'mongoose'
import type { StreamName } from '@colloque/domain'
import { createChangeLog } from '../index.ts'
import type { FaultPoint } from '../types.ts'
import { makeNote, silent } from './change-log-on-memory.ts'

export interface DieAt {
  readonly uri: string
  readonly database: string
  readonly point: FaultPoint
  readonly stream: StreamName
  readonly commandId: string
  readonly by: string
  readonly text: string
}

const { uri, database, point, stream, commandId, by, text } = JSON.parse(process.argv[2] ?? '{}') as DieAt
const connection = await mongoose.createConnection(uri, { dbName: database }).asPromise()
const die = (): void => void process.kill(process.pid, 'SIGKILL')
const log = createChangeLog({
  db: connection.db as never,
  node: 'dies',
  clock: () => new Date(),
  projections: [{ name: 'notes', types: ['note'], toDocument: ({ after }) => ({ ...(after as object) }) }],
  reactors: [],
  logger: silent,
  faults: { [point]: die },
})
await log.start()
await log.execute({ stream, commandId, by, input: { text }, decide: makeNote(text) })
// Projecting comes after the answer.
await log.catchUp(stream)
process.exit(1)
