import type { GatewayServer, GatewaySocket } from './gateway.ts'
import { streamRoom } from './gateway.ts'

export interface Presence {
  /** A device shows this case now, or none. The circle is told who has it open. */
  show(socket: GatewaySocket, caseId: string | null): void
  /** Whether a device of theirs shows it, on this node. */
  isShownTo(accountId: string, caseId: string): boolean
}

/** Who has which case open, on this node. Never stored. */
export function createPresence(io: GatewayServer): Presence {
  const showing = new Map<string, Map<string, string>>()

  const tell = (caseId: string) => {
    const accountIds = [...new Set(showing.get(caseId)?.values() ?? [])]
    io.to(streamRoom(`case:${caseId}`)).emit('presence', { caseId, accountIds })
  }

  return {
    isShownTo: (accountId, caseId) => [...(showing.get(caseId)?.values() ?? [])].includes(accountId),
    show: (socket, caseId) => {
      const before = socket.data.viewing
      if (before === caseId) return
      socket.data.viewing = caseId
      if (before !== null) {
        const devices = showing.get(before)
        devices?.delete(socket.id)
        if (devices?.size === 0) showing.delete(before)
        tell(before)
      }
      if (caseId !== null) {
        const devices = showing.get(caseId) ?? new Map<string, string>()
        showing.set(caseId, devices.set(socket.id, socket.data.actor.accountId))
        tell(caseId)
      }
    },
  }
}
