import { HTTP_STATUS } from '@colloque/contract'
import { DomainError, type ErrorCode } from '@colloque/domain'
import { mongo } from 'mongoose'
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Logger } from '../logger.ts'
import { describeError, requestScope } from '../logger.ts'

/** Whether a refusal is nobody's doing who asked: then it names the request, for them to quote. */
export const isFault = (code: ErrorCode): boolean => HTTP_STATUS[code] >= 500

/** The code that an error amounts to on the wire. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof DomainError) return error.code
  return isDatabaseAway(error) ? 'unavailable' : 'internal'
}

/** The refusal that an error amounts to. What nobody foresaw is `internal`, logged once under the request's id. */
export function refusalOf(
  error: unknown,
  logger: Logger,
): { code: ErrorCode; data: Record<string, unknown> } {
  const code = codeOf(error)
  if (code === 'internal') logger.error(describeError(error), 'unforeseen error')
  const data = error instanceof DomainError ? error.data : {}
  const requestId = requestScope.getStore()?.requestId
  return { code, data: { ...data, ...(isFault(code) && requestId ? { requestId } : {}) } }
}

/** Server codes of a database that is going down or changing its primary: worth another attempt. */
const AWAY_CODES: readonly unknown[] = [91, 189, 10_107, 11_600, 11_602, 13_435]
const AWAY_ERRNOS: readonly unknown[] = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED']

function isDatabaseAway(error: unknown): boolean {
  if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError)
    return true
  if (error instanceof mongo.MongoServerError) return AWAY_CODES.includes(error.code)
  return AWAY_ERRNOS.includes((error as { code?: unknown } | undefined)?.code)
}

function sendRefusal(response: Response, error: unknown, { logger, onRefused }: RefusalOptions): void {
  const refusal = refusalOf(error, logger)
  onRefused?.(refusal.code)
  const retryAfter = refusal.data['retryAfter']
  if (typeof retryAfter === 'number') response.setHeader('Retry-After', String(Math.ceil(retryAfter)))
  const isTooLarge = refusal.code === 'invalid' && refusal.data['why'] === 'too_large'
  response.status(isTooLarge ? 413 : HTTP_STATUS[refusal.code]).json({ ok: false, error: refusal })
}

/** What is under /api and not there. */
export const unknownRoute: RequestHandler = () => {
  throw new DomainError('not_found')
}

interface RefusalOptions {
  readonly logger: Logger
  onRefused?(code: ErrorCode): void
}

/** Last in the chain: every error of a route ends here, once. */
export const errorHandler =
  (options: RefusalOptions): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const status = (error as { status?: number }).status
    const unreadable = typeof status === 'number' && status >= 400 && status < 500
    sendRefusal(
      response,
      unreadable
        ? new DomainError('invalid', { why: (error as { type?: string }).type ?? 'request' })
        : error,
      options,
    )
  }
