import { z } from 'zod'

/**
 * What the audit trail records. Writes are not among it: a change of the log is the record of a write. Kinds stay for
 * ever, for what is recorded does.
 */
export const AUDIT_KINDS = [
  // A case, and what is in it
  'case.read',
  'case.exported',
  'accesses.exported',
  'document.refused',
  'write.refused',
  'breakGlass.refused',
  'erasure.done',
  // An account, and whoever acts with it
  'session.opened',
  'session.failed',
  'session.reused',
  'session.ended',
  'factor.added',
  'factor.removed',
  'factor.failed',
  'password.changed',
  'identity.linked',
  'identity.unlinked',
  'recovery.asked',
  'recovery.used',
  'invitation.made',
  'invitation.used',
  'invitation.withdrawn',
  // The trail itself: where its archive ends
  'trail.archived',
] as const
export const AuditKindSchema = z.enum(AUDIT_KINDS)
export type AuditKind = z.infer<typeof AuditKindSchema>

/** What happened to a case, to an account, or to neither. Each trail is a chain of its own. */
export type AuditTrailName = `case:${string}` | `account:${string}` | 'house'

/** Somebody's repeated reads, or refused attempts, count as one within this time. */
export const AUDIT_WINDOW_MS = 15 * 60_000
