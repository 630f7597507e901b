/** What the tables of commands and queries say besides schemas: a client that asks needs no more of them. */
import { COMMAND_NAMES, commands, type CommandName, type CommandTarget } from './commands.ts'
import { QUERY_NAMES, queries, type QueryName } from './queries.ts'

/** Which stream each command is decided in. */
export const commandTargets = Object.fromEntries(
  COMMAND_NAMES.map((name) => [name, commands[name].target]),
) as Readonly<Record<CommandName, CommandTarget>>

/** Where each query is asked, below `/api/v1`: `/cases/:id`. */
export const queryPaths = Object.fromEntries(
  QUERY_NAMES.map((name) => [name, queries[name].path]),
) as Readonly<Record<QueryName, string>>
