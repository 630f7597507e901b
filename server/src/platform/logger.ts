import { AsyncLocalStorage } from 'node:async_hooks'
import { pino, type Logger } from 'pino'

export type { Logger }

/** What a log line may say of the request that it belongs to: ids only, never a patient's words. */
export interface RequestScope {
  readonly requestId: string
  readonly accountId?: string
}

export const requestScope = new AsyncLocalStorage<RequestScope>()

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    mixin: () => ({ ...requestScope.getStore() }),
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
  })
}
