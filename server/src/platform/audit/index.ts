export { createAuditTrail, type AuditTrail } from './audit-trail.ts'
export type { AuditDetail, AuditEntry } from './record.ts'
