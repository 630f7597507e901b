import type { IncomingMessage } from 'node:http'
import { parseDocName } from '@colloque/board'
import type { ParsedDocName } from '@colloque/board'
import { CLOSE } from './close-codes.ts'
import type { CloseCode } from './close-codes.ts'
import type { BoardActor, BoardServerOptions } from './types.ts'

/** What an upgrade asks for, and who asks. */
const BOARD_PATH = '/yjs/'
/** The subprotocol the server answers. The client offers its token as a second one, `t.<jwt>`. */
export const SUBPROTOCOL = 'y.v1'
const TOKEN_PREFIX = 't.'

export type Admission =
  | { readonly admitted: true; readonly actor: BoardActor; readonly document: ParsedDocName }
  | {
      readonly admitted: false
      readonly code: CloseCode
      readonly reason: string
      readonly actor?: BoardActor
      readonly document?: ParsedDocName
    }

/** Whether the upgrade is ours at all. */
export function isBoardUpgrade(request: IncomingMessage): boolean {
  return request.url?.startsWith(BOARD_PATH) ?? false
}

/** Who asks, and for which document; not yet whether they may have it. */
export async function admit(
  request: IncomingMessage,
  { authenticate }: Pick<BoardServerOptions, 'authenticate'>,
): Promise<Admission> {
  const token = tokenOf(request)
  const actor = token === undefined ? undefined : await authenticate(token)
  if (!actor) return { admitted: false, code: CLOSE.sessionOver, reason: 'session' }
  const document = parseDocName(rawNameOf(request))
  if (!document) return { admitted: false, code: CLOSE.forbidden, reason: 'name', actor }
  return { admitted: true, actor, document }
}

/** The name as it came, nothing decoded: see parseDocName. */
function rawNameOf({ url = '' }: IncomingMessage): string {
  const end = url.indexOf('?')
  return url.slice(BOARD_PATH.length, end < 0 ? url.length : end)
}

/** From the subprotocol, where no proxy logs it; from the query for the stock client's `params`. */
function tokenOf({ url = '', headers }: IncomingMessage): string | undefined {
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? []
  const inProtocol = offered.find((name) => name.startsWith(TOKEN_PREFIX))
  if (inProtocol !== undefined) return inProtocol.slice(TOKEN_PREFIX.length)
  const start = url.indexOf('?')
  const inQuery = start < 0 ? null : new URLSearchParams(url.slice(start + 1)).get('token')
  return inQuery === null || inQuery === '' ? undefined : inQuery
}
