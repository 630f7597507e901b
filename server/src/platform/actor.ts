import type { Profession } from '@colloque/domain'

/** Who acts: an account within one of its sessions. */
export interface Actor {
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  /** null for a relative or the patient. */
  readonly profession: Profession | null
  readonly teamIds: readonly string[]
}
