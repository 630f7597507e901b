import { expect, it } from 'vitest'
import { newCircleMember, type EntityState, type StreamName } from '@colloque/domain'
import { followMyCases } from './follow-my-cases.ts'
import { createReplica } from './replica.ts'
import { createMemoryReplicaStore } from './replica-store.ts'

const ME = 'a0000000-0000-4000-8000-000000000001'
const CASE = 'c0000000-0000-4000-8000-000000000001'
const PART = 'd0000000-0000-4000-8000-000000000001'
const MINE: StreamName = `member:${ME}`
const at = '2026-03-09T09:00:00.000Z'

const links = (status: 'active' | 'left') => [
  { type: 'caseLink', id: 'link', after: { caseId: CASE, status } },
  { type: 'partLink', id: 'partLink', after: { partId: PART, caseId: CASE, status } },
]
const entities = (status: 'active' | 'left'): EntityState[] =>
  links(status).map((link) => ({
    ...{ ...link, rev: 1, seq: 1, createdSeq: 1 },
    ...{ createdAt: at, createdBy: 'system:case-links', at, by: 'system:case-links' },
  }))

it('opens the parts that the person sees, and lets go of them with their case, on the device as well', async () => {
  const store = createMemoryReplicaStore()
  const replica = createReplica({
    store: () => store,
    source: {
      connected: true,
      snapshot: (stream) =>
        Promise.resolve({ seq: 1, messagesFrom: 0, entities: stream === MINE ? entities('active') : [] }),
      message: () => Promise.resolve(undefined),
      subscribe: (_stream, since) =>
        Promise.resolve({ ok: true, changes: [], seq: since, head: since, more: false }),
      unsubscribe: () => undefined,
    },
  })
  const stop = followMyCases(replica, { id: ME, teamIds: [] }, () => store)
  await expect.poll(() => [...replica.streams].sort()).toEqual([`case:${CASE}`, MINE, `part:${PART}`].sort())
  await expect.poll(() => store.streams()).toHaveLength(3)

  replica.receive({
    ...{
      v: 2,
      stream: MINE,
      seq: 2,
      commandId: 'left',
      kind: 'member.caseLeft',
      by: 'system:case-links',
      at,
    },
    entities: links('left').map((link) => ({ ...link, rev: 2 })),
  })
  await expect.poll(() => replica.streams).toEqual([MINE])
  await expect.poll(() => store.streams()).toEqual([MINE])
  stop()
})

it('opens what a case shares for its circle, and for whom it alone is shared with', async () => {
  const OTHER = 'c0000000-0000-4000-8000-000000000002'
  const state = (type: string, id: string, after: unknown): EntityState => ({
    ...{ type, id, after, rev: 1, seq: 1, createdSeq: 1 },
    ...{ createdAt: at, createdBy: 'system:case-links', at, by: 'system:case-links' },
  })
  const relative = {
    ...newCircleMember({ caseId: CASE, name: 'x', addedBy: ME, addedAt: at }),
    view: 'shared',
  }
  const held: Partial<Record<StreamName, EntityState[]>> = {
    [MINE]: [
      state('caseLink', 'link', { caseId: CASE, status: 'active' }),
      state('sharedLink', 'shared', { caseId: OTHER, status: 'active' }),
    ],
    [`case:${CASE}`]: [state('circleMember', 'named', { ...relative, accountId: null })],
  }
  const store = createMemoryReplicaStore()
  const replica = createReplica({
    store: () => store,
    source: {
      connected: true,
      snapshot: (stream) => Promise.resolve({ seq: 1, messagesFrom: 0, entities: held[stream] ?? [] }),
      message: () => Promise.resolve(undefined),
      subscribe: (_stream, since) =>
        Promise.resolve({ ok: true, changes: [], seq: since, head: since, more: false }),
      unsubscribe: () => undefined,
    },
  })
  const stop = followMyCases(replica, { id: ME, teamIds: [] }, () => store)
  const streams = () => [...replica.streams].sort()
  await expect.poll(streams).toEqual([`case:${CASE}`, MINE, `shared:${OTHER}`].sort())
  await expect.poll(() => replica.seq(`case:${CASE}`)).toBe(1)
  expect(streams()).not.toContain(`shared:${CASE}`)

  replica.receive({
    ...{ v: 4, stream: `case:${CASE}`, seq: 2, commandId: 'joined', kind: 'circle.memberJoined', by: ME, at },
    entities: [{ type: 'circleMember', id: 'named', rev: 2, after: { ...relative, accountId: OTHER } }],
  })
  await expect.poll(streams).toEqual([`case:${CASE}`, MINE, `shared:${CASE}`, `shared:${OTHER}`].sort())
  stop()
})
