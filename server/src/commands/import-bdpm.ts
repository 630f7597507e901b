/** `npm run import:bdpm`: the medicines of the public database instead of those imported before; all, or nothing. */
import { DaySchema } from '@colloque/domain'
import { z } from 'zod'
import { BdpmError } from '../features/medication/bdpm/bdpm-file.ts'
import { readBdpm, type Rejection } from '../features/medication/bdpm/read-bdpm.ts'
import { createMedicinesStore } from '../features/medication/medicines.store.ts'
import { CommandError } from './terminal/command-error.ts'
import { runCommand } from './terminal/run-command.ts'
import { countAloud } from './transfer/progress.ts'

/** More than these say what the first ones said. */
const SHOWN_PER_FILE = 20
const TOLD_EVERY = 5_000

runCommand({
  usage: 'npm run import:bdpm -- <folder> [--date 2026-01-15]',
  options: z.object({ folder: z.string().min(1), date: DaySchema.optional() }),
  argument: 'folder',
  run: async ({ options: { folder, date }, database, say, tell, signal }) => {
    const now = new Date()
    const started = performance.now()
    tell(`Reading the files in ${folder}…`)
    const lines = countAloud(tell, 'lines')
    const read = await readBdpm(folder, {
      today: now.toISOString().slice(0, 10),
      signal,
      onLine: lines.one,
    }).catch((error: unknown) => {
      throw error instanceof BdpmError ? new CommandError(`${error.message} Nothing was changed.`) : error
    })
    for (const line of reportOf(read.rejected)) say(line)

    tell(`Writing ${read.medicines.length} medicines…`)
    const store = createMedicinesStore(database.connection)
    await store.start()
    const bdpm = { medicines: read.medicines, date: date ?? read.date }
    const onWritten = (count: number) => {
      if (count % TOLD_EVERY === 0) tell(`${count} written…`)
    }
    await store.replace(bdpm, { at: now, signal, onWritten })

    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    const withCode = (from: 'mitm' | 'substances') =>
      read.medicines.filter(({ atcFrom }) => atcFrom === from).length
    say(
      [
        `${bdpm.medicines.length} medicines of ${bdpm.date} in use`,
        `${bdpm.medicines.filter(({ isMarketed }) => isMarketed).length} of them sold`,
        `ATC code told for ${withCode('mitm')}, found by substances for ${withCode('substances')}`,
        `${lines.count} lines read, ${read.rejected.length} rejected, ${seconds} s.`,
      ].join('; '),
    )
  },
})

/** Where each line stands and why it was left out. */
function reportOf(rejected: readonly Rejection[]): string[] {
  const files = [...new Set(rejected.map(({ file }) => file))]
  return files.flatMap((file) => {
    const ofFile = rejected.filter((one) => one.file === file)
    const shown = ofFile.slice(0, SHOWN_PER_FILE).map(({ line, why }) => `${file}, line ${line}: ${why}`)
    const more = ofFile.length - shown.length
    return more > 0 ? [...shown, `${file}: ${more} more lines rejected`] : shown
  })
}
