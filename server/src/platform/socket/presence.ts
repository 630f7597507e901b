import type { Fence } from '../fence.ts'
import type { ViewersElsewhere } from '../nodes/index.ts'
import type { GatewayServer, GatewaySocket } from './gateway.ts'
import { streamRoom } from './gateway.ts'

export interface Presence {
  /** A device shows this case now, or none. The circle is told who has it open. */
  show(socket: GatewaySocket, caseId: string | null): void
  /** Whether a device of theirs shows it, on any node. */
  isShownTo(accountId: string, caseId: string): boolean
  stop(): void
}

/** Who has which case open: the devices of this node, and what the others say of theirs. Never stored. */
export function createPresence(io: GatewayServer, elsewhere: ViewersElsewhere, fence: Fence): Presence {
  const showing = new Map<string, Map<string, string>>()
  const here = (caseId: string): string[] => [...new Set(showing.get(caseId)?.values() ?? [])]

  const tell = (caseId: string): void =>
    fence.whenOpen(() => {
      const accountIds = [...new Set([...here(caseId), ...elsewhere.of(caseId)])]
      io.local.to(streamRoom(`case:${caseId}`)).emit('presence', { caseId, accountIds })
    })
  const changed = (caseId: string): void => {
    tell(caseId)
    elsewhere.say(caseId, here(caseId))
  }

  elsewhere.onChange(tell)
  elsewhere.start(() => new Map([...showing.keys()].map((caseId) => [caseId, here(caseId)])))

  return {
    isShownTo: (accountId, caseId) =>
      here(caseId).includes(accountId) || elsewhere.of(caseId).includes(accountId),
    show: (socket, caseId) => {
      const before = socket.data.viewing
      if (before === caseId) return
      socket.data.viewing = caseId
      if (before !== null) {
        const devices = showing.get(before)
        devices?.delete(socket.id)
        if (devices?.size === 0) showing.delete(before)
        changed(before)
      }
      if (caseId !== null) {
        const devices = showing.get(caseId) ?? new Map<string, string>()
        showing.set(caseId, devices.set(socket.id, socket.data.actor.accountId))
        changed(caseId)
      }
    },
    stop: elsewhere.stop,
  }
}
