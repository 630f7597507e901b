/** `npm run import`: fills an empty database from an export; all of it, or nothing. */
import { z } from 'zod'
import { CommandError } from './terminal/command-error.ts'
import { runCommand } from './terminal/run-command.ts'
import { withApplication } from './terminal/with-application.ts'
import { documentOf, readExport } from './transfer/export-file.ts'
import { markImport, unmarkImport } from './transfer/import-mark.ts'
import { claimTarget, emptyTarget, verifyBoards, verifyCounts } from './transfer/import-target.ts'
import { countAloud } from './transfer/progress.ts'
import { isRecord } from './transfer/records.ts'
import { resumeStreams } from './transfer/resume-streams.ts'
import { createRecordWriter, indexFiles } from './transfer/write-records.ts'

runCommand({
  usage: 'npm run import -- --from <file>',
  options: z.object({ from: z.string().min(1) }),
  onUnfinishedImport: 'accept',
  run: async ({ options: { from }, database, db, say, tell, signal }) => {
    tell('Verifying the file…')
    const { counts } = await readExport(from, { signal, onRecord: () => undefined })
    const unknown = Object.keys(counts).filter((name) => !isRecord(name))
    if (unknown.length > 0) throw new CommandError(`This release does not know ${unknown.join(', ')}.`)

    await claimTarget(db, tell)
    try {
      const records = countAloud(tell, 'records')
      const writer = createRecordWriter(db)
      const summary = await readExport(from, {
        signal,
        onRecord: async (collection, line) => {
          await writer.write(collection, documentOf(line), line.length)
          records.one()
        },
      })
      await writer.end()
      await markImport(db, new Date())
      await verifyCounts(db, summary.counts)
      await indexFiles(db)
      await verifyBoards(db)

      tell('Verifying and projecting the log…')
      const streams = countAloud(tell, 'streams')
      await withApplication(database, (application) =>
        resumeStreams(application, db, { signal, onStream: streams.one }),
      )
      await unmarkImport(db)
      say(`Imported ${records.count} records, ${streams.count} streams verified. Everybody signs in again.`)
    } catch (error) {
      tell('The import failed: emptying the database again…')
      await emptyTarget(db)
      throw error
    }
  },
})
