/** What every command of the operator shares: its options, the database it works on, and how it ends. */
import { parseArgs } from 'node:util'
import { DomainError } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { z } from 'zod'
import { ConfigurationError, readConfiguration, type Configuration } from '../../platform/configuration.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { refuseUnfinishedImport } from '../transfer/import-mark.ts'
import { CommandError } from './command-error.ts'

export interface CommandContext<Options> {
  readonly options: Options
  readonly configuration: Configuration
  readonly database: Database
  readonly db: mongo.Db
  /** What the command found or did: standard output. */
  say(text: string): void
  /** What is going on, for the person who waits: standard error. */
  tell(text: string): void
  /** Aborted by Ctrl-C or SIGTERM. A second one ends the process at once. */
  readonly signal: AbortSignal
}

export interface Command<Options extends z.ZodObject> {
  /** As people type it, shown when it is typed otherwise. */
  readonly usage: string
  /** Every option is a string, `--key value`, or a boolean, `--key`. */
  readonly options: Options
  /** The option that may be given as a bare word, or several in this order: `import:bdpm -- <folder>`. */
  readonly argument?: (keyof z.infer<Options> & string) | readonly (keyof z.infer<Options> & string)[]
  /** Whether a database that an interrupted import has left is of use to it. */
  readonly onUnfinishedImport?: 'refuse' | 'accept'
  /** @returns the exit code; 0 where it says nothing */
  run(context: CommandContext<z.infer<Options>>): Promise<number | void>
}

const INTERRUPTED = 130

/** Runs a command on the configured database and ends the process: an error is one line, and exit code 1. */
export function runCommand<Options extends z.ZodObject>(command: Command<Options>): void {
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(INTERRUPTED)
      interruption.abort()
    })
  }
  execute(command, interruption.signal).then(
    (code) => process.exit(code ?? 0),
    (error: unknown) => {
      const { aborted } = interruption.signal
      const line = aborted ? 'Interrupted.' : sentenceOf(error)
      process.stderr.write(`${line.replace(/(?<!\s)\s*\n\s*/g, ' ')}\n`)
      process.exit(aborted ? INTERRUPTED : 1)
    },
  )
}

async function execute<Options extends z.ZodObject>(
  command: Command<Options>,
  signal: AbortSignal,
): Promise<number | void> {
  const options = readOptions(command)
  const configuration = readConfiguration(process.env)
  const tell = (text: string) => void process.stderr.write(`${text}\n`)
  const database = await openDatabase(configuration, tell)
  try {
    const { db } = database.connection
    if (!db) throw new CommandError('The database is not connected.')
    if (command.onUnfinishedImport !== 'accept') await refuseUnfinishedImport(db as never)
    return await command.run({
      options,
      configuration,
      database,
      db: db as never,
      say: (text) => void process.stdout.write(`${text}\n`),
      tell,
      signal,
    })
  } finally {
    await database.close()
  }
}

function readOptions<Options extends z.ZodObject>(command: Command<Options>): z.infer<Options> {
  const described = Object.fromEntries(
    Object.entries(command.options.shape).map(([name, schema]) => {
      const isSwitch = z.safeParse(schema, true).success
      return [name, { type: isSwitch ? ('boolean' as const) : ('string' as const) }]
    }),
  )
  const words: readonly string[] = [command.argument ?? []].flat()
  let given: Record<string, unknown>
  try {
    const { values, positionals } = parseArgs({ options: described, allowPositionals: words.length > 0 })
    if (positionals.length > words.length) throw new Error('There is one word too many')
    given = { ...Object.fromEntries(positionals.map((word, at) => [words[at], word])), ...values }
  } catch (error) {
    throw new CommandError(`${(error as Error).message.split('. ')[0]}. Usage: ${command.usage}`)
  }
  const parsed = command.options.safeParse(given)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    const shown = words.includes(name) ? `<${name}>` : `--${name}`
    return given[name] === undefined ? `${shown} is missing.` : `${shown}: ${message}.`
  })
  throw new CommandError(`${wrong.join(' ')} Usage: ${command.usage}`)
}

function sentenceOf(error: unknown): string {
  if (error instanceof CommandError) return error.message.replace(/^./, (letter) => letter.toUpperCase())
  if (error instanceof ConfigurationError) return `Colloque is not set up: ${error.message}`
  if (error instanceof DomainError) return `Refused: ${error.code} ${JSON.stringify(error.data)}`
  return error instanceof Error ? error.message : String(error)
}
