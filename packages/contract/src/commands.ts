/**
 * Every command of Colloque, defined once: its name, what it takes, what it answers, which stream it is decided
 * in and what the person must be allowed to do there. Served as the socket event `command` and as
 * `POST /api/v1/commands/<name>` from this one table.
 */
import type { z } from 'zod'
import { bundleCommands } from './commands/bundle.ts'
import { caseCommands } from './commands/case.ts'
import { circleCommands } from './commands/circle.ts'
import { conversationCommands } from './commands/conversation.ts'
import type { CommandDefinition } from './commands/define.ts'
import { directoryCommands } from './commands/directory.ts'
import { flagCommands } from './commands/flag.ts'
import { measurementCommands } from './commands/measurement.ts'
import { medicationCommands } from './commands/medication.ts'
import { planCommands } from './commands/plan.ts'
import { meetingCommands } from './commands/meeting.ts'
import { protocolCommands } from './commands/protocol.ts'
import { rightsCommands } from './commands/rights.ts'
import { seriesCommands } from './commands/series.ts'
import { sharedCommands } from './commands/shared.ts'
import { taskCommands } from './commands/task.ts'
import { teamCommands } from './commands/team.ts'
import { visitCommands } from './commands/visit.ts'

export type { CommandDefinition, CommandTarget } from './commands/define.ts'

export const commands = {
  ...caseCommands,
  ...circleCommands,
  ...conversationCommands,
  ...taskCommands,
  ...seriesCommands,
  ...measurementCommands,
  ...medicationCommands,
  ...flagCommands,
  ...teamCommands,
  ...bundleCommands,
  ...visitCommands,
  ...planCommands,
  ...meetingCommands,
  ...directoryCommands,
  ...protocolCommands,
  ...rightsCommands,
  ...sharedCommands,
} as const satisfies Record<string, CommandDefinition>

export type CommandName = keyof typeof commands
export const COMMAND_NAMES = Object.keys(commands) as CommandName[]
/** What a caller gives, defaults not yet filled in. */
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>
/** What the server decides on. */
export type ParsedInput<Name extends CommandName> = z.output<(typeof commands)[Name]['input']>
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>

export const isCommandName = (name: unknown): name is CommandName =>
  typeof name === 'string' && Object.hasOwn(commands, name)
