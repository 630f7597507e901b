/** `npm run export`: every record of the database in one file, also while servers run. */
import { z } from 'zod'
import { projections } from '../platform/entity-projections.ts'
import { CommandError } from './terminal/command-error.ts'
import { runCommand } from './terminal/run-command.ts'
import { writeExport } from './transfer/export-file.ts'
import { countAloud } from './transfer/progress.ts'
import { readRecords } from './transfer/read-records.ts'
import { isLeftOut, isRecord } from './transfer/records.ts'

const PROJECTED = Object.values(projections).map(({ name }) => name)

runCommand({
  usage: 'npm run export -- --to <file>',
  options: z.object({ to: z.string().min(1) }),
  run: async ({ options, configuration, db, say, tell, signal }) => {
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
    if (!names.includes('accounts') || !(await db.collection('accounts').findOne()))
      throw new CommandError(
        'The database has no account, so there is nothing to export: is it the right one?',
      )
    for (const name of names)
      if (!isRecord(name) && !isLeftOut(name, PROJECTED))
        tell(`Left out: ${name}, which Colloque does not know.`)

    const header = {
      at: new Date().toISOString(),
      engine: configuration.mongoUri === undefined ? 'embedded' : 'mongodb',
    } as const
    const counter = countAloud(tell, 'records')
    const { counts, sha256 } = await writeExport(options.to, header, readRecords(db), {
      signal,
      onRecord: counter.one,
    })
    for (const [name, count] of Object.entries(counts)) say(`${String(count).padStart(9)} ${name}`)
    say(`Exported to ${options.to}, SHA-256 of its content ${sha256}`)
  },
})
