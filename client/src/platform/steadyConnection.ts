import type { Connection } from '@colloque/sdk'

/** A connection that breaks and heals within this is nobody's concern: what was sent meanwhile goes by itself. */
const OFFLINE_AFTER_MS = 3_000

/**
 * Tells of a connection as people should see it: lost only once it has stayed away for a while, as when a server sends
 * its clients to another one. At once where the device itself says that it has no network, and where there was none yet.
 *
 * @returns to be told how the connection is
 */
export function steadyConnection(
  show: (connection: Connection) => void,
  isOnline: () => boolean = () => navigator.onLine,
): (now: Connection) => void {
  let wasThere = false
  let timer: ReturnType<typeof setTimeout> | undefined
  return (now) => {
    clearTimeout(timer)
    if (now.connected || now.since === null || !wasThere || !isOnline()) {
      wasThere = now.connected
      show(now)
    } else {
      timer = setTimeout(() => {
        wasThere = false
        show(now)
      }, OFFLINE_AFTER_MS)
    }
  }
}
