/** `npm run import:interactions`: the interaction thesaurus of the ANSM in its public JSON form; all of it, or nothing. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { checkInteractions, SHIPPED_RULES } from '@colloque/interactions'
import { readThesaurus, type RejectedLine } from '@colloque/interactions/thesaurus'
import { z } from 'zod'
import { createRulesStore } from '../features/medication/rules.store.ts'
import { CommandError } from './terminal/command-error.ts'
import { runCommand, type CommandContext } from './terminal/run-command.ts'

const USAGE =
  'npm run import:interactions -- <file> [<file of substances>] [--date 2020-10] [--accept-rejected] | --shipped'
const OptionsSchema = z.object({
  file: z.string().min(1).optional(),
  substances: z.string().min(1).optional(),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/, 'not a month such as 2020-10')
    .optional(),
  'accept-rejected': z.boolean().optional(),
  shipped: z.boolean().optional(),
})
type Context = CommandContext<z.infer<typeof OptionsSchema>>

runCommand({
  usage: USAGE,
  options: OptionsSchema,
  argument: ['file', 'substances'],
  run: async (context) => {
    const { file, shipped } = context.options
    if ((file === undefined) !== (shipped === true))
      throw new CommandError(`Give a file, or --shipped for the rules that ship. Usage: ${USAGE}`)
    await (file === undefined ? returnToShipped(context) : importThesaurus(context, file))
  },
})

async function returnToShipped({ database, say }: Context): Promise<void> {
  const { source, rules } = SHIPPED_RULES
  await createRulesStore(database.connection).put({
    ...{ source, importedAt: new Date(), isShipped: true, rules: [], rejected: [] },
  })
  say(`The ${rules.length} rules that ship are in force: ${source.name}, ${source.date}.`)
}

async function importThesaurus({ options, database, say, tell }: Context, file: string): Promise<void> {
  const date = options.date ?? /\d{4}-\d{2}(-\d{2})?/.exec(basename(file))?.[0]
  if (!date) throw new CommandError(`The name of ${file} tells no month: give --date, such as 2020-10.`)
  if (!options.substances)
    tell(
      'Without a file of substances, classes are known by their names alone: most rules will find nothing.',
    )
  const substances = options.substances ? await readJson(options.substances) : []
  const { rules, rejected, counts, unknownLabels } = readThesaurus(
    await readJson(file),
    substances,
    `ANSM ${date}`,
  )

  for (const line of rejected) say(inWords(line))
  if (rejected.length > 0 && !options['accept-rejected'])
    throw new CommandError(
      `${rejected.length} lines cannot be read: nothing was changed. --accept-rejected leaves them out.`,
    )
  if (rules.length === 0) throw new CommandError(`${file} has no rule that can be used: nothing was changed.`)
  // Makes the index as every node will.
  checkInteractions([], rules)

  const source = { name: SHIPPED_RULES.source.name, date, partial: rejected.length > 0 }
  await createRulesStore(database.connection).put({
    ...{ source, importedAt: new Date(), isShipped: false, rules, rejected },
  })
  if (unknownLabels.length > 0)
    say(`${unknownLabels.length} labels name no known substance or class: ${shortened(unknownLabels)}.`)
  const levels = Object.entries(counts.levels).map(([level, count]) => `${level} ${count}`)
  say(
    [
      `${rules.length} rules of ${date} in force`,
      `${counts.entries} entries, ${counts.pairs} pairs, ${counts.substances} substances`,
      levels.join(', '),
      `${rejected.length} lines left out.`,
    ].join('; '),
  )
}

const SHOWN = 10
const shortened = (labels: readonly string[]) =>
  [...labels.slice(0, SHOWN), ...(labels.length > SHOWN ? ['…'] : [])].join(', ')

const inWords = ({ file, index, why, what }: RejectedLine) => `${file}, entry ${index}: ${why} (${what})`

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CommandError(`${path} cannot be read (${(error as { code?: string }).code ?? 'unknown'}).`)
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    throw new CommandError(`${path} is no JSON: nothing was changed.`)
  }
}
