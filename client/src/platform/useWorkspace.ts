/**
 * What the screens read and do: the replica of the person's cases with what waits to be sent laid over it, made
 * reactive; and the one way out, `send`. Features read entities here and keep no copy of their own.
 */
import type { CommandName, CommandOutput } from '@colloque/contract'
import {
  patientName,
  REACH_AT_FIRST,
  type Account,
  type CircleMember,
  type Conversation,
  type EntityOf,
  type EntityState,
  type EntityType,
  type PatientCase,
  type Profession,
  type Schedule,
  type StreamName,
  type TeamMember,
} from '@colloque/domain'
import type { Connection, NewCommand, OutboxEntry, SendOptions } from '@colloque/sdk'
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowReactive, shallowRef, type ComputedRef } from 'vue'
import { useClient } from './client.ts'
import { gathered } from './gathered.ts'
import { useSavingStore } from './saving.ts'
import { steadyConnection } from './steadyConnection.ts'

/** An entity that is there: not erased. */
export type Present<Type extends EntityType> = EntityState<EntityOf<Type>> & {
  readonly after: EntityOf<Type>
}

export interface Person {
  readonly accountId: string
  readonly name: string
  readonly profession: Profession | null
  readonly phone: string | null
}

/** A part of a case that only some of its circle see. */
export interface PlacedPart {
  readonly stream: StreamName
  readonly caseId: string
  /** Accounts; the person's own among them. */
  readonly memberIds: readonly string[]
}

export interface PlacedConversation {
  readonly stream: StreamName
  /** Of the stream: what its address and its commands name. */
  readonly id: string
  readonly conversation: Conversation
}

export const useWorkspace = defineStore('workspace', () => {
  const client = useClient()
  const account = shallowRef<Account>()
  /** Counts up with each change of a stream; what is computed from the stream follows it. */
  const versions = reactive(new Map<StreamName, number>())
  const lists = new Map<string, ComputedRef<readonly Present<EntityType>[]>>()
  const marks = reactive(new Map<StreamName, number>())
  const presenceVersion = ref(0)
  const entries = shallowRef<readonly OutboxEntry[]>([])
  const connection = shallowRef<Connection>({ connected: false, since: null })
  const openStreams = shallowReactive(new Set<StreamName>())
  /** Whether the person's cases have been read once: before that, an empty list says nothing. */
  const ready = ref(false)
  let stop: (() => void)[] = []

  client.onConnection(steadyConnection((now) => (connection.value = now)))
  client.onAccount((signedIn) => {
    for (const end of stop) end()
    stop = []
    lists.clear()
    versions.clear()
    marks.clear()
    openStreams.clear()
    entries.value = []
    ready.value = false
    account.value = signedIn
    if (signedIn) stop = follow(signedIn)
  })

  function follow(signedIn: Account): (() => void)[] {
    const { view, outbox, readMarks, presence, replica } = client
    const touch = (stream: StreamName) => {
      openStreams.add(stream)
      versions.set(stream, (versions.get(stream) ?? 0) + 1)
    }
    const cases = () =>
      [...replica.entities(`member:${signedIn.id}`).values()].filter(({ type }) => type === 'caseLink')
    const arriving = gathered<StreamName>((streams) => {
      streams.forEach(touch)
      const isReady = (stream: StreamName) =>
        stream.startsWith('case:') || (stream === `member:${signedIn.id}` && cases().length === 0)
      if (streams.some(isReady)) ready.value = true
    })
    return [
      // Many come when somebody enters: those of a frame are shown together.
      view.onChange((stream) =>
        ready.value && openStreams.has(stream) ? touch(stream) : arriving.add(stream),
      ),
      arriving.stop,
      replica.onDropped((stream) => {
        arriving.remove(stream)
        openStreams.delete(stream)
        versions.set(stream, (versions.get(stream) ?? 0) + 1)
      }),
      outbox.onEntry(() => (entries.value = [...outbox.entries])),
      readMarks.onChange((stream, seq) => marks.set(stream, seq)),
      presence.onChange(() => presenceVersion.value++),
      client.followMyCases(),
    ]
  }

  /** Every entity of a type in a stream, in the order in which they were made. */
  function listIn<Type extends EntityType>(stream: StreamName, type: Type): readonly Present<Type>[] {
    const key = `${stream} ${type}`
    let list = lists.get(key)
    if (!list) {
      list = computed(() => {
        if (!versions.has(stream) || !account.value) return []
        const found = [...client.view.entities(stream).values()].filter(
          (entity) => entity.type === type && entity.after !== null,
        )
        return (found as Present<EntityType>[]).sort(
          (one, other) => one.createdSeq - other.createdSeq || (one.createdAt < other.createdAt ? -1 : 1),
        )
      })
      lists.set(key, list)
    }
    return list.value as unknown as readonly Present<Type>[]
  }

  const list = <Type extends EntityType>(caseId: string, type: Type) => listIn(`case:${caseId}`, type)
  const findIn = <Type extends EntityType>(stream: StreamName, type: Type, id: string) =>
    listIn(stream, type).find((entity) => entity.id === id)

  /** What the person sees of their cases that not all of the circle do. */
  const parts = computed<readonly PlacedPart[]>(() =>
    [...openStreams].flatMap((stream) => {
      const part = stream.startsWith('part:') ? listIn(stream, 'part')[0] : undefined
      return part ? [{ stream, caseId: part.after.caseId, memberIds: part.after.memberIds }] : []
    }),
  )
  const partsByTask = computed(
    () =>
      new Map(
        parts.value.flatMap((part) => listIn(part.stream, 'task').map(({ id }) => [id, part] as const)),
      ),
  )
  /** Who alone sees a task, where its author has narrowed it; undefined where the circle does. */
  const partOf = (taskId: string): PlacedPart | undefined => partsByTask.value.get(taskId)
  const streamOfTask = (caseId: string, taskId: string): StreamName =>
    partOf(taskId)?.stream ?? `case:${caseId}`
  /**
   * All the tasks of a case that the person sees. `list` gives those of the whole circle: only these may be named in
   * what the circle reads, in a message, on the board or in a hand-over.
   */
  function tasksOf(caseId: string): readonly Present<'task'>[] {
    const narrowed = parts.value
      .filter((part) => part.caseId === caseId)
      .flatMap(({ stream }) => listIn(stream, 'task'))
    const open = list(caseId, 'task')
    if (narrowed.length === 0) return open
    return [...open, ...narrowed].sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
  }
  /** An entity of a case; a task wherever it lives. */
  const find = <Type extends EntityType>(caseId: string, type: Type, id: string) =>
    findIn(type === 'task' ? streamOfTask(caseId, id) : `case:${caseId}`, type, id)

  /** The cases of whose circle the person is, each as its stream says. */
  const cases = computed(() =>
    [...openStreams].flatMap((stream) => {
      const caseId = stream.startsWith('case:') ? stream.slice('case:'.length) : ''
      const held = caseId && list(caseId, 'patientCase')[0]
      return held ? [held] : []
    }),
  )
  /** The cases that are shared with the person, who sees nothing else of them. */
  const sharedCaseIds = computed(() => {
    const own = new Set(cases.value.map(({ id }) => id))
    return [...openStreams].flatMap((stream) => {
      const caseId = stream.startsWith('shared:') ? stream.slice('shared:'.length) : ''
      return caseId && !own.has(caseId) && listIn(stream, 'sharedCase').length > 0 ? [caseId] : []
    })
  })
  const patientCase = (caseId: string): PatientCase | undefined => list(caseId, 'patientCase')[0]?.after
  const nameOfCase = (caseId: string): string => {
    const found = patientCase(caseId)
    return found ? patientName(found.patient) : ''
  }

  const circle = (caseId: string): readonly Present<'circleMember'>[] =>
    list(caseId, 'circleMember').filter(({ after }) => after.status === 'active')
  /** Whoever reads what is written in a case. */
  const readers = (caseId: string) =>
    circle(caseId).filter(({ after }) => after.accountId !== null && after.view === 'case')
  /** The person's own place in a circle. */
  const membership = (caseId: string): CircleMember | undefined =>
    circle(caseId).find(({ after }) => after.accountId === account.value?.id)?.after

  /** Talk outside a case, the team's first. */
  const conversations = computed<readonly PlacedConversation[]>(() =>
    [...openStreams].flatMap((stream) => {
      const held = stream.startsWith('conversation:') ? listIn(stream, 'conversation')[0] : undefined
      return held ? [{ stream, id: stream.slice('conversation:'.length), conversation: held.after }] : []
    }),
  )
  /** What the person follows or has muted. */
  const attention = computed(() =>
    account.value ? listIn(`member:${account.value.id}`, 'attention').map(({ after }) => after) : [],
  )
  const reach = computed(
    () => (account.value && listIn(`member:${account.value.id}`, 'reach')[0]?.after) || REACH_AT_FIRST,
  )
  /** Hours and absences of a colleague, one entry for each team that says something. */
  const schedulesOf = (accountId: string): readonly Schedule[] =>
    (account.value?.teamIds ?? []).flatMap((id) =>
      listIn(`team:${id}`, 'schedule').flatMap(({ after }) => (after.accountId === accountId ? [after] : [])),
    )

  /** Everybody of the person's teams. */
  const team = computed(() =>
    (account.value?.teamIds ?? []).flatMap((id) =>
      listIn(`team:${id}`, 'teamMember').map(({ after }) => after),
    ),
  )
  const people = computed(() => {
    const known = new Map<string, Person>()
    const add = ({ accountId, name, profession, phone }: TeamMember | CircleMember) => {
      if (accountId !== null) known.set(accountId, { accountId, name, profession, phone })
    }
    for (const stream of openStreams) {
      // Those who left are named too: what they wrote stays.
      if (stream.startsWith('case:')) for (const { after } of listIn(stream, 'circleMember')) add(after)
    }
    team.value.forEach(add)
    return known
  })
  const person = (accountId: string): Person | undefined => people.value.get(accountId)

  /** How far the person has read in a stream, on all their devices. */
  const readSeqIn = (stream: StreamName): number => marks.get(stream) ?? 0
  function markReadIn(stream: StreamName, seq: number): void {
    if (seq > readSeqIn(stream) && seq < Number.MAX_SAFE_INTEGER) client.readMarks.set(stream, seq)
  }
  const readSeq = (caseId: string): number => readSeqIn(`case:${caseId}`)
  const markRead = (caseId: string, seq: number): void => markReadIn(`case:${caseId}`, seq)

  const here = (caseId: string): readonly string[] =>
    presenceVersion.value >= 0 ? client.presence.here(caseId) : []
  const typing = (stream: StreamName, threadId: string | null): readonly string[] =>
    presenceVersion.value >= 0 ? client.presence.typing(stream, threadId) : []

  /**
   * Sends a command; it waits on the device while there is no network.
   * @returns the entity as the server decided
   * @throws DomainError once the server has refused
   */
  async function send<Name extends CommandName>(
    name: Name,
    input: NewCommand<Name>,
    options?: SendOptions,
  ): Promise<CommandOutput<Name>> {
    const { data } = await client.outbox.send(name, input, options)
    return data as CommandOutput<Name>
  }

  /** What is on its way, or was refused, in a stream. */
  const waitingIn = (stream: StreamName) =>
    entries.value.filter(({ lane }) => lane.split(' ', 1)[0] === stream)
  /** The same in a case and what the person sees of its parts. */
  const waiting = (caseId: string) =>
    [
      `case:${caseId}` as const,
      ...parts.value.flatMap((part) => (part.caseId === caseId ? part.stream : [])),
    ].flatMap(waitingIn)

  /** Whether something about this task, flag, message, need or referral is on its way to the server. */
  const isSending = (
    about: 'taskId' | 'flagId' | 'messageId' | 'needId' | 'referralId' | 'alertId',
    id: string,
  ): boolean =>
    entries.value.some(
      ({ input, state }) => input[about] === id && (state === 'waiting' || state === 'sending'),
    )

  useSavingStore().add(
    computed(() => ({
      pending: entries.value.filter(({ state }) => state !== 'sent').length,
      offlineSince:
        !connection.value.connected && connection.value.since !== null
          ? new Date(connection.value.since).toISOString()
          : null,
    })),
  )

  return {
    account,
    connection,
    entries,
    ready,
    cases,
    sharedCaseIds,
    people,
    team,
    conversations,
    attention,
    reach,
    schedulesOf,
    list,
    listIn,
    find,
    findIn,
    parts,
    partOf,
    streamOfTask,
    tasksOf,
    patientCase,
    nameOfCase,
    circle,
    readers,
    membership,
    person,
    readSeq,
    readSeqIn,
    markRead,
    markReadIn,
    here,
    typing,
    send,
    waiting,
    waitingIn,
    isSending,
  }
})
