import { MESSAGE_MAX, RichTextSchema, type Change, type StreamName } from '@colloque/domain'
import { z } from 'zod'
import type { CommandInput, CommandName, CommandOutput } from './commands.ts'
import type { Refusal, Reply } from './reply.ts'

/** Goes with the handshake; a server that no longer speaks it answers `upgrade_required`. */
export const CONTRACT_VERSION = 1

export const HandshakeSchema = z.object({
  token: z.string().max(4_096),
  version: z.number().int().optional(),
})

export const SubscribeSchema = z.strictObject({ stream: z.string().max(60), since: z.number().int().min(0) })
export const UnsubscribeSchema = z.strictObject({ stream: z.string().max(60) })
export const TypingSchema = z.strictObject({ stream: z.string().max(60), threadId: z.uuid().nullable() })
export const ViewingSchema = z.strictObject({ caseId: z.uuid().nullable() })
export const SessionRenewSchema = z.strictObject({ token: z.string().max(4_096) })
export const ReadMarkSchema = z.strictObject({ stream: z.string().max(60), seq: z.number().int().min(0) })

/** What a person is writing in a stream or thread, for their other devices. */
export const DraftSchema = z.strictObject({
  stream: z.string().max(60),
  threadId: z.uuid().nullable(),
  /** Empty once it was sent or given up. */
  text: z.string().max(MESSAGE_MAX),
  body: RichTextSchema.nullable(),
  /** When it was written, in ms since 1970 by the device's clock: the latest stands. */
  at: z.number().int().min(0),
})
export type Draft = z.infer<typeof DraftSchema>

/** At most this many changes in one answer to `subscribe`; ask again while `more`. */
export const SUBSCRIBE_PAGE = 200
/** Further behind than this, a client is told `resync`: take the snapshot again. */
export const RESYNC_AFTER = 2_000
/** Heads of the subscribed streams are told this often, in milliseconds, so that a lost last change shows. */
export const HEADS_EVERY_MS = 20_000

export type SubscribeReply =
  | {
      readonly ok: true
      readonly changes: readonly Change[]
      readonly seq: number
      readonly head: number
      readonly more: boolean
    }
  | { readonly ok: false; readonly error: Refusal }

/** Who has a case open now: one entry per account. */
export interface Presence {
  readonly caseId: string
  readonly accountIds: readonly string[]
}

export interface Typing {
  readonly stream: StreamName
  readonly threadId: string | null
  readonly accountId: string
}

export interface ClientToServerEvents {
  command<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    reply: (reply: Reply<CommandOutput<Name>>) => void,
  ): void
  subscribe(request: { stream: StreamName; since: number }, reply: (reply: SubscribeReply) => void): void
  unsubscribe(request: { stream: StreamName }, reply: (reply: { ok: true }) => void): void
  /** How far this person has read in a stream: the last one written stands. */
  read(mark: { stream: StreamName; seq: number }): void
  draft(draft: Draft): void
  typing(typing: { stream: StreamName; threadId: string | null }): void
  /** Which case this device shows now, or none: for presence. */
  viewing(viewing: { caseId: string | null }): void
  'session.renew'(
    request: { token: string },
    reply: (reply: { ok: true } | { ok: false; error: Refusal }) => void,
  ): void
}

export interface ServerToClientEvents {
  change(change: Change): void
  heads(heads: Record<StreamName, number>): void
  unsubscribed(notice: { stream: StreamName; code: 'not_found' | 'unauthenticated' }): void
  presence(presence: Presence): void
  typing(typing: Typing): void
  read(mark: { stream: StreamName; seq: number }): void
  /** Another device of the same person has written. */
  draft(draft: Draft): void
  session(notice: { state: 'revoked' | 'expiring' }): void
  /**
   * This server is leaving: finish what is under way, and connect anew within so many milliseconds. Whoever has not
   * left by then is disconnected.
   */
  moving(notice: { leaveWithinMs: number }): void
}
