import { DomainError, type StreamName } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import type { Done } from './api.ts'
import { createOptimisticView } from './optimism.ts'
import { createMemoryOutboxStore } from './outbox-store.ts'
import { createOutbox } from './outbox.ts'
import { soleOwnership } from './ownership.ts'
import { createReplica } from './replica.ts'
import { foldOf, logOf } from './test-changes.ts'

const STREAM: StreamName = 'case:00000000-0000-4000-8000-000000000001'
const log = logOf(STREAM, [0, 0])
const task = log[0]!.entities[0]!.id

/** A view on a task at rev 1, and a command that would make it rev 2. */
async function claiming(answer: Promise<Done>) {
  const replica = createReplica({
    source: {
      connected: true,
      snapshot: () => Promise.resolve({ entities: [...foldOf(log, 1).values()], seq: 1, messagesFrom: 0 }),
      message: () => Promise.resolve(undefined),
      subscribe: () => Promise.resolve({ ok: true, changes: [], seq: 1, head: 1, more: false }),
      unsubscribe: () => undefined,
    },
  })
  const outbox = createOutbox({
    accountId: 'anne',
    store: createMemoryOutboxStore(),
    ownership: soleOwnership('page'),
    transport: { command: () => answer, upload: () => Promise.resolve() },
    laneOf: () => '',
    newId: () => log[1]!.commandId,
    now: () => 0,
  })
  const view = createOptimisticView(replica, outbox)
  await replica.open(STREAM)
  await outbox.start()
  outbox.setConnected(true)
  const optimistic = [{ stream: STREAM, type: 'task', id: task, after: { said: 'mine' } }]
  const sent = outbox.send('task.claim', { taskId: task }, { optimistic })
  sent.catch(() => undefined)
  return { replica, view, sent, shown: () => view.entities(STREAM).get(task)?.after }
}

describe('the view of what waits', () => {
  it('shows it over the server’s state until the change is here, also where the answer comes first', async () => {
    const { replica, sent, shown } = await claiming(Promise.resolve({ data: {}, seq: 2 } as unknown as Done))
    expect(shown()).toEqual({ said: 'mine' })
    await sent
    expect(shown()).toEqual({ said: 'mine' })
    expect(replica.entities(STREAM).get(task)?.after).toEqual({ said: 1 })
    replica.receive(log[1]!)
    expect(shown()).toEqual({ said: 2 })
  })

  it('gives way to the change itself where that comes before the answer', async () => {
    const { replica, shown } = await claiming(new Promise(() => undefined))
    replica.receive(log[1]!)
    expect(shown()).toEqual({ said: 2 })
  })

  it('is gone when the server refuses, with nothing to undo', async () => {
    const { sent, shown } = await claiming(Promise.reject(new DomainError('already_claimed')))
    await expect(sent).rejects.toThrow()
    expect(shown()).toEqual({ said: 1 })
  })
})
