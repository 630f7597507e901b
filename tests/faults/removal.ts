import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { StreamName } from '@colloque/domain'
import type { Delivery, Recorder } from '@colloque/history'
import { toldOf } from './evidence.ts'
import type { Device } from './house.ts'
import { earOf, goOn, listen, watchBoard } from './removed.ts'

/** How long after the removal's answer a device may still hear what is said: nothing, since every server has confirmed. */
const GRACE_MS = 0

/** The removal of somebody in the middle of a round, as C4 reads it. */
export interface Removal {
  /** Goes on as everybody does until the signal, and is taken out after `afterMs`. */
  run(signal: AbortSignal, afterMs: number): Promise<void>
  /** Whether the removal was answered. */
  readonly isDone: boolean
  told(): { readonly removed: string; readonly removedAt: number; readonly deliveries: readonly Delivery[] }
  close(): void
}

interface TwoDevices {
  readonly desk: Device
  readonly phone: Device
}

/** Has somebody listen on both servers, on sockets and on the board. */
export async function createRemoval(options: {
  readonly by: TwoDevices
  readonly leaving: TwoDevices
  readonly caseId: string
  readonly recorder: Recorder
}): Promise<Removal> {
  const { by, leaving, caseId, recorder } = options
  const stream: StreamName = `case:${caseId}`
  const deliveries: Delivery[] = []
  const devices = [leaving.desk, leaving.phone]
  const removed = leaving.desk.client.account!.id
  const remover = by.desk.client.account!.id
  let removedAt = Infinity
  const ears = await Promise.all(
    devices.flatMap((device) => [
      listen(device, stream, earOf(`a socket on server ${device.node}`, deliveries, GRACE_MS)),
      watchBoard(device, caseId, earOf(`a board on server ${device.node}`, deliveries, GRACE_MS)),
    ]),
  )

  /** Sent under one id until it is answered. */
  async function remove(signal: AbortSignal): Promise<void> {
    const input = { commandId: randomUUID(), caseId, accountId: removed, reason: 'Fin de suivi' }
    const what = { client: remover, name: 'circle.remove', key: caseId }
    for (let attempts = 0; removedAt === Infinity && !signal.aborted; attempts++) {
      const { client } = attempts % 2 ? by.phone : by.desk
      const { outcome } = await recorder.run(
        { ...what, commandId: input.commandId, value: input },
        async () => toldOf(await client.api.command('circle.remove', input)),
      )
      if (outcome === 'ok') removedAt = performance.now()
      else await wait(200)
    }
  }

  return {
    get isDone() {
      return removedAt < Infinity
    },
    async run(signal, afterMs) {
      await Promise.all([goOn(devices, caseId, recorder, signal), wait(afterMs).then(() => remove(signal))])
    },
    told: () => ({ removed, removedAt, deliveries }),
    close: () => ears.forEach((ear) => ear.close()),
  }
}
