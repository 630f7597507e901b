import { AsyncLocalStorage } from 'node:async_hooks'
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino'

export type { Logger }

/** What a log line may say of what it belongs to: ids only, never a patient's words. */
export interface RequestScope {
  /** Of an HTTP request, or of a socket's event: the socket's id and the event's number in it. */
  readonly requestId?: string
  readonly accountId?: string
  /** Of the command that is carried out, or that caused what is done. The change has the same on every node. */
  readonly commandId?: string
  /** Of the change that is followed. */
  readonly stream?: string
  readonly seq?: number
  /** Of the job that runs, and of this run. */
  readonly job?: string
  readonly run?: string
}

export const requestScope = new AsyncLocalStorage<RequestScope>()

/**
 * @param to standard output by default
 * @param node by which lines of several servers are told apart
 */
export function createLogger(level: string, to?: DestinationStream, node?: string): Logger {
  const options: LoggerOptions = {
    level,
    base: node === undefined ? null : { node },
    mixin: () => ({ ...requestScope.getStore() }),
    serializers: { err: describeError },
    redact: {
      paths: [
        'token',
        'password',
        'authorization',
        'cookie',
        '*.token',
        '*.password',
        '*.authorization',
        '*.cookie',
        '*.text',
      ],
      censor: '[withheld]',
    },
  }
  return to ? pino(options, to) : pino(options)
}

/** A line of a stack that is a place in the code, as V8 writes it; a message may have lines of its own. */
const PLACE = /^ {4}at \S.{0,400}:\d+:\d+\)?$/

/**
 * What a line may say of an error: what it is and where it came from. A driver's message, and what hangs on its errors,
 * may quote what was being written.
 */
export function describeError(error: unknown): { name?: string; code?: string | number; stack?: string } {
  if (!(error instanceof Error)) return {}
  const { code } = error as { code?: unknown }
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => PLACE.test(line))
    .slice(0, 8)
    .join('\n')
  return {
    name: error.name,
    ...(typeof code === 'number' || typeof code === 'string' ? { code } : {}),
    ...(places ? { stack: places } : {}),
  }
}
