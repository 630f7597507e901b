/** Between the change that redacts and the store that has forgotten, nobody is shown what was redacted. */
import { expect, it } from 'vitest'
import { buildCommand, eraseNote, newStream, startChangeLog } from './testing/change-log-on-memory.ts'
import type { Stores } from './ports.ts'

/** A store whose words cannot be blanked, as of a node that dies just before it does. */
const neverBlanks = (stores: Stores): Stores => ({
  ...stores,
  log: { ...stores.log, redact: () => new Promise(() => undefined) },
})

it.each([
  ['on the node that redacted', false],
  ['on another one that has read nothing of it before', true],
])('is not shown %s', async (_, isElsewhere) => {
  const { log, database } = await startChangeLog({ spoil: neverBlanks })
  const stream = newStream()
  const made = buildCommand({ stream })
  const { entity } = await log.execute(made)
  await log.execute(buildCommand({ stream, decide: eraseNote(entity.id) }))
  expect(JSON.stringify(database.changes)).toContain('hello')

  const asked = isElsewhere ? (await startChangeLog({ database, spoil: neverBlanks })).log : log
  const { changes } = await asked.changesSince(stream, 0, 10)
  expect(changes.map(({ entities: [first] }) => first?.after)).toEqual([null, null])
  expect((await asked.historyOf(entity.id)).map(({ after }) => after)).toEqual([null, null])
  const again = await asked.execute(made)
  expect(again).toMatchObject({ replayed: true, entity: { after: null } })
})
