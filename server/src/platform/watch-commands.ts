/** What became of each command, whatever brought it: for the log and for metrics. */
import type { CommandName } from '@colloque/contract'
import type { ErrorCode } from '@colloque/domain'
import type { ExecuteCommand } from './commands.ts'
import { codeOf, isFault } from './http/errors.ts'
import { SLOW_MS } from './http/request-log.ts'
import type { LineBudget } from './line-budget.ts'
import { requestScope, type Logger } from './logger.ts'

export type CommandOutcome = 'ok' | ErrorCode

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The same commands, watched. While one is carried out every line of the log says its `commandId`, which is that of its
 * change on every node.
 */
export function watchCommands(
  execute: ExecuteCommand,
  options: {
    readonly logger: Logger
    readonly budget: LineBudget
    onHandled?(name: CommandName, outcome: CommandOutcome, ms: number): void
  },
): ExecuteCommand {
  const { logger, budget, onHandled } = options

  function tell(name: CommandName, outcome: CommandOutcome, start: number, where: object): void {
    const ms = performance.now() - start
    onHandled?.(name, outcome, ms)
    const level = levelOf(outcome, ms, budget)
    if (logger.isLevelEnabled(level))
      logger[level]({ command: name, outcome, ms: Math.round(ms), ...where }, 'command')
  }

  return (name, input, actor, more) => {
    const start = performance.now()
    const work = async () => {
      try {
        const reply = await execute(name, input, actor, more)
        tell(name, 'ok', start, { stream: reply.stream, seq: reply.seq })
        return reply
      } catch (error) {
        tell(name, codeOf(error), start, {})
        throw error
      }
    }
    const commandId = (input as { commandId?: unknown } | null | undefined)?.commandId
    const scope = requestScope.getStore()
    return typeof commandId === 'string' && UUID.test(commandId)
      ? requestScope.run({ ...scope, commandId: commandId.toLowerCase() }, work)
      : work()
  }
}

function levelOf(outcome: CommandOutcome, ms: number, budget: LineBudget): 'debug' | 'info' | 'warn' {
  if (outcome !== 'ok' && isFault(outcome)) return 'warn'
  return ms >= SLOW_MS || budget.take() ? 'info' : 'debug'
}
