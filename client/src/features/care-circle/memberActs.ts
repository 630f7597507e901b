import type { HeldMember } from './circleOrder.ts'

/** What the menu of somebody of a circle offers. */
export type MemberAct = 'sees' | 'edit' | 'invite' | 'remove'

/** Whom a sheet is open about, and which. */
export interface AboutMember {
  readonly act: MemberAct
  readonly member: HeldMember
}
