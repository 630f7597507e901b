/** What waits for the person, over all their cases: computed once for Accueil, the rail and each situation. */
import { linkedStreams } from '@colloque/sdk'
import { whatWaits, type QueueItem, type StreamName } from '@colloque/domain'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useClient } from '../client.ts'
import { useClock } from '../clock.ts'
import { useHeldActs } from '../sending/heldActs.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { endOfDay } from '../wallTime.ts'

export const useQueue = defineStore('queue', () => {
  const client = useClient()
  const workspace = useWorkspace()
  const now = useClock()
  const held = useHeldActs()
  /** Follows the clock, and changes once a day: the queue is not computed again at each of its ticks. */
  const dayEnd = computed(() => endOfDay(now.value))

  const waiting = computed<readonly QueueItem[]>(() => {
    const { account } = workspace
    if (!account) return []
    const streams = [
      ...workspace.cases.map(({ id }): StreamName => `case:${id}`),
      ...workspace.parts.map(({ stream }) => stream),
      ...workspace.conversations.map(({ stream }) => stream),
    ]
    const held = streams.map((stream) => ({
      stream,
      readSeq: workspace.readSeqIn(stream),
      entities: [
        ...workspace.listIn(stream, 'message'),
        ...workspace.listIn(stream, 'flag'),
        ...workspace.listIn(stream, 'treatmentReport'),
        ...workspace.listIn(stream, 'task'),
        ...workspace.listIn(stream, 'referral'),
        ...workspace.listIn(stream, 'carePlan'),
        ...workspace.listIn(stream, 'circleMember'),
        ...workspace.listIn(stream, 'breakGlass'),
        ...workspace.listIn(stream, 'readingAlert'),
        ...workspace.listIn(stream, 'agendaItem'),
        ...workspace.listIn(stream, 'filedMinutes'),
      ],
    }))
    // What a case shares waits for those whom its circle names.
    const shared = workspace.cases.map(({ id }) => {
      const stream: StreamName = `shared:${id}`
      const circle = workspace.listIn(`case:${id}`, 'circleMember')
      return { stream, readSeq: 0, entities: [...workspace.listIn(stream, 'sharedMessage'), ...circle] }
    })
    const reader = { accountId: account.id, profession: account.profession }
    return whatWaits(reader, [...held, ...shared], dayEnd.value, workspace.attention)
  })

  /** What was decided and can still be taken back waits no longer. */
  const items = computed(() => waiting.value.filter(({ entityId }) => !held.isHeld(entityId)))

  const inCase = (caseId: string) => items.value.filter((item) => item.caseId === caseId)
  const unreadIn = (caseId: string) =>
    inCase(caseId).reduce((sum, { kind, count }) => sum + (kind === 'unread' ? count : 0), 0)

  /** Urgent and for today. */
  const pressing = computed(() => items.value.filter(({ band }) => band !== 'later').length)

  /** Whether all that the person reads is here: before that, what arrives is no news. */
  const settled = computed(() => {
    const { account, ready, cases, parts, conversations } = workspace
    if (!account || !ready) return false
    const held = new Set<StreamName>([
      ...cases.map(({ id }): StreamName => `case:${id}`),
      ...[...parts, ...conversations].map(({ stream }) => stream),
    ])
    const own = client.replica.entities(`member:${account.id}`).values()
    const linked = [...linkedStreams(account, own)].filter((stream) => !stream.startsWith('shared:'))
    return linked.every((stream) => held.has(stream))
  })

  return { items, inCase, unreadIn, pressing, settled, dayEnd }
})
