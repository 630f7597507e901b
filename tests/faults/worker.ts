import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { CommandInput } from '@colloque/contract'
import type { ReadTimes, Recorded, Recorder, ToldChange } from '@colloque/history'
import type { ColloqueClient, NewCommand } from '@colloque/sdk'
import { toldOf } from './evidence.ts'

type Act = 'message.post' | 'task.claim' | 'task.release'

/** Somebody at work in a case: at a desk on one node, with a phone on the other. */
export interface Worker {
  /** Posts, at the pace of somebody who types fast, until the signal. */
  post(signal: AbortSignal): Promise<void>
  /** Claims tasks and gives them back, until the signal. */
  takeTasks(signal: AbortSignal): Promise<void>
  /** Looks at the case, now on this node and now on that one, until the signal. */
  look(signal: AbortSignal): Promise<void>
  /** What is under way; resolves when all of it is decided. */
  settled(): Promise<unknown>
}

export function createWorker(options: {
  readonly desk: ColloqueClient
  readonly phone: ColloqueClient
  readonly caseId: string
  readonly tasks: readonly string[]
  readonly recorder: Recorder
  readonly draw: (below: number) => number
}): Worker {
  const { desk, phone, caseId, tasks, recorder, draw } = options
  const client = desk.account!.id
  const underWay = new Set<Promise<unknown>>()

  function follow<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    void work.finally(() => underWay.delete(work)).catch(() => undefined)
    return work
  }

  /** Through the outbox, which sends until the server has decided. */
  function send<Name extends Act>(name: Name, input: NewCommand<Name>, key: string) {
    const sending = desk.outbox.send(name, input, { key })
    const { commandId } = desk.outbox.entries.at(-1)!
    const what = { client, name, key, commandId, value: input }
    return recorder.run(what, async () => toldOf(await sending))
  }

  /** Over HTTP, one attempt after the other, now on this node and now on that one. */
  async function sendByHand<Name extends Act>(name: Name, input: NewCommand<Name>, key: string) {
    const commandId = randomUUID()
    const what = { client, name, key, commandId, value: input }
    const attempt = ({ api }: ColloqueClient): Promise<Recorded<ToldChange>> =>
      recorder.run(what, async () =>
        toldOf(await api.command(name, { commandId, ...input } as CommandInput<Name>)),
      )
    const devices = draw(2) === 0 ? [phone, desk] : [desk, phone]
    for (let attempts = 1; ; attempts++) {
      const recorded = await attempt(devices[attempts % 2]!)
      // Asked again, the server must answer as before.
      if (recorded.outcome === 'ok' && draw(4) === 0) await attempt(devices[(attempts + 1) % 2]!)
      if (recorded.outcome !== 'info' || attempts === 5) return recorded
      await wait(draw(600))
    }
  }

  const either = <Name extends Act>(name: Name, input: NewCommand<Name>, key: string) =>
    follow(draw(3) === 0 ? sendByHand(name, input, key) : send(name, input, key))

  return {
    async post(signal) {
      for (let count = 1; !signal.aborted; count++) {
        const text = `Message ${count} of ${client}`
        const posted = either('message.post', { caseId, text }, `case:${caseId}`)
        // Mostly one after the other, so that what was answered before must stand before.
        if (draw(3) > 0) await Promise.race([posted, wait(1_000)])
        await wait(draw(120))
      }
    },
    async takeTasks(signal) {
      const held = new Set<string>()
      while (!signal.aborted) {
        const taskId = tasks[draw(tasks.length)]!
        const isMine = held.has(taskId)
        const acting = isMine
          ? either('task.release', { taskId, reason: 'À un autre' }, taskId)
          : either('task.claim', { taskId }, taskId)
        const { outcome } = await acting
        if (outcome === 'ok' && !isMine) held.add(taskId)
        else held.delete(taskId)
        await wait(20 + draw(250))
      }
    },
    async look(signal) {
      while (!signal.aborted) {
        const { api } = draw(2) === 0 ? desk : phone
        const what = { client, name: 'case.read', key: caseId, commandId: randomUUID(), value: null }
        await recorder.run(what, async (): Promise<ReadTimes> => {
          const askedAt = Date.now()
          await api.query('case', { id: caseId }, {})
          return { askedAt, answeredAt: Date.now() }
        })
        await wait(50 + draw(500))
      }
    },
    settled: () => Promise.all(underWay),
  }
}
