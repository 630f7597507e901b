import type { Profession } from '@colloque/domain'

/** Who acts: an account within one of its sessions. */
export interface Actor {
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  readonly profession: Profession
  readonly teamIds: readonly string[]
}
