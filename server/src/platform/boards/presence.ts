import type { ClientIds } from './client-ids.ts'
import type { BoardLimits } from './limits.ts'
import { readPresence, writePresence } from './protocol.ts'
import type { PresenceEntry } from './protocol.ts'
import type { BoardActor } from './types.ts'

/** A connection as presence sees it. */
export interface PresenceMember {
  readonly actor: BoardActor
  send(frame: Uint8Array): void
}

interface Present {
  readonly member: PresenceMember
  state: string
}

/** Somebody on another node, by that node's word. */
interface PresentElsewhere {
  readonly entry: PresenceEntry
  readonly at: number
}

const MAX_CLIENT = 0xffff_ffff
/** Clients renew their presence every 15 s, and forget others' after 30. */
const ELSEWHERE_MS = 45_000
/** Keys that would reach a prototype where a client merges states carelessly. */
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Who is in one document, and where their cursor is. A connection speaks for one client id, its own: the
 * stock client sends back what it hears about others, and that is dropped. The server writes `user` and the
 * clocks, so that nobody can pass for another, take another off the screen, or outrun the clock.
 */
export class Presence {
  readonly #ids: ClientIds
  readonly #limits: BoardLimits
  readonly #present = new Map<number, Present>()
  readonly #elsewhere = new Map<number, PresentElsewhere>()
  readonly #clientOf = new Map<PresenceMember, number>()
  /** Last clock sent for each client, kept after it left: clients ignore what is not later. */
  readonly #clocks = new Map<number, number>()

  constructor(ids: ClientIds, limits: BoardLimits) {
    this.#ids = ids
    this.#limits = limits
  }

  /** @returns the frame for the others, if anything changed. @throws when malformed */
  receive(member: PresenceMember, bytes: Uint8Array): Uint8Array | undefined {
    const changed: PresenceEntry[] = []
    for (const { client, state } of readPresence(bytes, this.#limits.presenceEntries)) {
      if (state === 'null') {
        if (this.#clientOf.get(member) === client) changed.push(...this.#remove(member))
      } else if (this.#isOwn(member, client)) {
        const written = this.#withUser(state, member.actor)
        if (written === undefined) continue
        this.#present.set(client, { member, state: written })
        changed.push(this.#entry(client, written))
      }
    }
    return changed.length > 0 ? writePresence(changed) : undefined
  }

  /** @returns the frame that tells the others, if it was present */
  leave(member: PresenceMember): Uint8Array | undefined {
    const changed = this.#remove(member)
    return changed.length > 0 ? writePresence(changed) : undefined
  }

  /** Takes what another node of ours wrote. @returns the frame for everybody here. @throws when malformed */
  receiveElsewhere(bytes: Uint8Array): Uint8Array | undefined {
    const changed = readPresence(bytes, this.#limits.presenceEntries).filter(
      ({ client }) => !this.#present.has(client),
    )
    for (const entry of changed) {
      const { client, clock, state } = entry
      this.#clocks.set(client, Math.max(clock, this.#clocks.get(client) ?? 0))
      if (state === 'null') {
        this.#elsewhere.delete(client)
        continue
      }
      const { user } = JSON.parse(state) as { user: { id: string } }
      this.#ids.reserve(client, user.id)
      this.#elsewhere.set(client, { entry, at: performance.now() })
    }
    return changed.length > 0 ? writePresence(changed) : undefined
  }

  /** Everybody's state but the member's own. */
  snapshotFor(member: PresenceMember): Uint8Array | undefined {
    const here = [...this.#present]
      .filter(([, present]) => present.member !== member)
      .map(([client, { state }]) => ({ client, clock: this.#clocks.get(client) ?? 0, state }))
    const others = [...here, ...this.#stillElsewhere()]
    return others.length > 0 ? writePresence(others) : undefined
  }

  #stillElsewhere(): PresenceEntry[] {
    const oldest = performance.now() - ELSEWHERE_MS
    for (const [client, { at }] of this.#elsewhere) if (at < oldest) this.#elsewhere.delete(client)
    return [...this.#elsewhere.values()].map(({ entry }) => entry)
  }

  #isOwn(member: PresenceMember, client: number): boolean {
    const own = this.#clientOf.get(member)
    if (own !== undefined) return own === client
    if (client > MAX_CLIENT || this.#present.has(client)) return false
    if (!this.#ids.mayUse(client, member.actor.accountId)) return false
    this.#ids.reserve(client, member.actor.accountId)
    this.#elsewhere.delete(client)
    this.#clientOf.set(member, client)
    return true
  }

  #remove(member: PresenceMember): PresenceEntry[] {
    const client = this.#clientOf.get(member)
    if (client === undefined) return []
    this.#clientOf.delete(member)
    if (!this.#present.delete(client)) return []
    return [this.#entry(client, 'null')]
  }

  #entry(client: number, state: string): PresenceEntry {
    const clock = (this.#clocks.get(client) ?? 0) + 1
    this.#clocks.set(client, clock)
    return { client, clock, state }
  }

  #withUser(json: string, actor: BoardActor): string | undefined {
    if (json.length > this.#limits.presenceBytes) return undefined
    let state: unknown
    try {
      state = JSON.parse(json)
    } catch {
      return undefined
    }
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined
    const fields = Object.entries(state).filter(([key]) => !RESERVED_KEYS.has(key))
    const user = { id: actor.accountId, name: actor.name, profession: actor.profession }
    return JSON.stringify({ ...Object.fromEntries(fields), user })
  }
}
