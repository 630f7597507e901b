/**
 * Erasing entries of a case, a part of its documents, or the whole case. The commands decide and blank the log;
 * what lies outside it follows in `erasures.reactor.ts`.
 */
import {
  canEraseCase,
  canEraseOfOthers,
  confirmsPatient,
  DomainError,
  ERASING_KINDS,
  requireDecisionsToo,
  requireErasable,
  tasksOfDecision,
  wordsGoingWith,
  type AgendaItem,
  type CircleMember,
  type Decision,
  type EntityState,
  type Erasure,
  type FiledMinutes,
  type Message,
  type PartLink,
  type PatientCase,
  type PersonWish,
  type PlanVersion,
  type Task,
  type WordedReading,
} from '@colloque/domain'
import type { BoardServer } from '../../platform/boards/index.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { entity, requireEntity, type CommandContext, type CommandHandlers } from '../../platform/commands.ts'
import { hasPlace } from './erase-document.ts'
import { presentEntities, redacting } from './whole-stream.ts'

export interface EraseParts {
  readonly changes: Pick<ChangeLog, 'fold' | 'historyOf'>
  boards(): Pick<BoardServer, 'view'>
  /** The signed text of a version of a care plan. */
  planText(hash: string): Promise<Buffer | undefined>
  /** Whether the session showed a moment ago who it is. */
  isProved(sessionId: string): Promise<boolean>
}

type Handlers = Pick<CommandHandlers, 'entry.erase' | 'board.erase' | 'case.erase'>

export function eraseCommands({ changes, boards, planText, isProved }: EraseParts): Handlers {
  /** With the tasks of decisions and of cases on an agenda: they say the same words. */
  async function withTasks(caseId: string, entries: readonly Named[]): Promise<Named[]> {
    const fold = await changes.fold(`case:${caseId}`)
    const isNamed = (id: string) => entries.some((entry) => entry.id === id)
    return [...entries, ...ofType('task', tasksSaying(fold, isNamed))]
  }

  /** What a message or a task brought along, in any of its states: a deleted message names its files no more. */
  async function broughtBy(entries: readonly Named[]): Promise<Named[]> {
    const states = await Promise.all(entries.map(({ id }) => changes.historyOf(id)))
    return states.flat().flatMap(({ type, after }) => {
      if (after === null || (type !== 'message' && type !== 'task')) return []
      const { fileIds, measurementIds } = after as Pick<Message, 'fileIds' | 'measurementIds'>
      const readings = type === 'message' ? measurementIds : []
      return [...ofType('file', fileIds), ...ofType('measurement', readings)]
    })
  }

  /** Wishes that once were the sentence on the case itself: those words are erased with the case alone. */
  async function headlinesAmong(caseId: string, entries: readonly Named[]): Promise<string[]> {
    const wishes = entries.filter(({ type }) => type === 'personWish')
    if (wishes.length === 0) return []
    const sentences = (await changes.historyOf(caseId)).flatMap(
      ({ after }) => (after as PatientCase | null)?.wish?.text ?? [],
    )
    const states = await Promise.all(wishes.map(({ id }) => changes.historyOf(id)))
    return states
      .flat()
      .filter(({ after }) => sentences.includes((after as PersonWish | null)?.text ?? ''))
      .map(({ id }) => id)
  }

  /** Signed versions in whose text one of these stands, by its id, and signed minutes that were about them. */
  async function versionsWith(caseId: string, entries: readonly Named[]): Promise<string[]> {
    const versions = (await changes.fold(`case:${caseId}`)).all<PlanVersion>('planVersion')
    const found = await Promise.all(
      versions.map(async ({ id, after }) => {
        const text = after && (await planText(after.textHash))
        return text && entries.some((entry) => text.includes(entry.id)) ? [id] : []
      }),
    )
    const minutes = (await changes.fold(`case:${caseId}`)).all<FiledMinutes>('filedMinutes')
    const isSaidIn = ({ agendaItemId, decisionIds }: FiledMinutes) =>
      entries.some(({ id }) => id === agendaItemId || decisionIds.includes(id))
    return [...found.flat(), ...minutes.flatMap(({ id, after }) => (after && isSaidIn(after) ? [id] : []))]
  }

  /** The parts of a case, as its people’s own streams name them. */
  async function partsOfCase(caseId: string): Promise<string[]> {
    const accounts = accountsIn(await changes.fold(`case:${caseId}`))
    const linked = await Promise.all(
      accounts.map(async (id) => (await changes.fold(`member:${id}`)).all<PartLink>('partLink')),
    )
    const ids = linked.flat().flatMap(({ after }) => (after?.caseId === caseId ? [after.partId] : []))
    return [...new Set(ids)].sort()
  }

  return {
    'entry.erase': async ({ caseId, entries, basis, reason }) => {
      const [along, signedIn, headlines] = await Promise.all([
        withTasks(caseId, entries).then(broughtBy),
        versionsWith(caseId, entries),
        headlinesAmong(caseId, entries),
      ])
      return (context) => {
        const member = requireMemberOf(context, caseId)
        const { fold } = context
        const named = entries.map((entry) => requirePresent(fold, entry))
        for (const entry of named) requireErasable(entry, member)
        // Whoever has changed their mind has it withdrawn.
        if (headlines[0] !== undefined)
          throw new DomainError('invalid', { why: 'corrected_not_erased', id: headlines[0] })
        requireAnswersToo(fold, entries)
        const isNamed = (id: string) => entries.some((entry) => entry.id === id)
        requireDecisionsToo(fold.all<Decision>('decision'), isNamed)
        const tasks = tasksSaying(fold, isNamed)
        const isGoing = ({ id }: Pick<Named, 'id'>) => isNamed(id) || tasks.includes(id)
        const words = wordsGoingWith(fold.all<WordedReading>('wordedReading'), (id) => isGoing({ id }))
        const follows = [...along, ...ofType('wordedReading', words)].filter(
          (one) => !isGoing(one) && fold.get(one.type, one.id)?.after && !isHeldByOthers(fold, one, isGoing),
        )
        const also = [...ofType('task', tasks).filter(({ id }) => fold.get('task', id)?.after), ...follows]
        const of = [...new Map([...entries, ...also].map(({ type, id }) => [id, { type, id }])).values()]
        const erasure = erasureIn(context, { scope: 'entries', of, basis, reason, signedIn })
        return {
          kind: ERASING_KINDS.entries,
          entities: [entity('erasure', context.newId(0), erasure), ...of.map(redacting)],
        }
      }
    },

    'board.erase': async ({ caseId, kind, path, basis, reason }) => {
      const docName = `case/${caseId}/${kind}`
      const isThere = await boards().view(docName, (doc) => path === undefined || hasPlace(doc, kind, path))
      return (context) => {
        const member = requireMemberOf(context, caseId)
        if (!canEraseOfOthers(member)) throw new DomainError('invalid', { why: 'not_your_place' })
        if (!isThere) throw new DomainError('not_found', { type: 'part' })
        const versions = context.fold.all<PlanVersion>('planVersion').filter(({ after }) => after !== null)
        const erasure = erasureIn(context, {
          ...{ scope: 'document', document: { kind, path: path ?? null }, basis, reason },
          signedIn: kind === 'plan' ? versions.map(({ id }) => id) : [],
        })
        return {
          kind: ERASING_KINDS.document,
          entities: [entity('erasure', context.newId(0), erasure)],
        }
      }
    },

    'case.erase': async ({ caseId, basis, reason, confirm }, { sessionId }) => {
      const [isProof, partIds] = await Promise.all([isProved(sessionId), partsOfCase(caseId)])
      return (context) => {
        const member = requireMemberOf(context, caseId)
        const { fold, newId } = context
        const { after: patientCase } = requireEntity(fold, 'patientCase', caseId)
        if (!canEraseCase(member)) throw new DomainError('invalid', { why: 'not_your_place' })
        if (patientCase.status !== 'closed') throw new DomainError('conflict', { status: 'open' })
        if (!confirmsPatient(patientCase.patient, confirm))
          throw new DomainError('invalid', { field: 'confirm', why: 'other_name' })
        if (!isProof) throw new DomainError('conflict', { why: 'proof_needed' })
        const circle = { accountIds: accountsIn(fold), partIds, teamId: patientCase.teamId }
        const erasure = erasureIn(context, { scope: 'case', basis, reason, circle })
        // Who could see it goes first and at once: the rest follows in as many changes as it takes.
        const first = presentEntities(fold, ['patientCase', 'circleMember'])
        return {
          kind: ERASING_KINDS.case,
          entities: [entity('erasure', newId(0), erasure), ...first.map(redacting)],
        }
      }
    },
  }
}

interface Named {
  readonly type: string
  readonly id: string
}

const ofType = (type: string, ids: readonly string[] = []): Named[] => ids.map((id) => ({ type, id }))

const accountsIn = (fold: StreamFold): string[] => [
  ...new Set(fold.all<CircleMember>('circleMember').flatMap(({ after }) => after?.accountId ?? [])),
]

/** Tasks that say a decision again, or the question for which an opinion was asked. */
function tasksSaying(fold: StreamFold, isNamed: (id: string) => boolean): string[] {
  const decided = fold
    .all<Decision>('decision')
    .flatMap(({ id, after }) => (after && isNamed(id) ? tasksOfDecision(after) : []))
  const asked = fold
    .all<AgendaItem>('agendaItem')
    .flatMap(({ id, after }) => (after && isNamed(id) ? after.asked.map(({ taskId }) => taskId) : []))
  return [...new Set([...decided, ...asked])]
}

function requireMemberOf(context: CommandContext, caseId: string): CircleMember {
  if (context.caseId !== caseId || !context.member) throw new DomainError('not_found')
  return context.member
}

function requirePresent(fold: StreamFold, { type, id }: Named): EntityState {
  const held = fold.get(type, id)
  if (!held) throw new DomainError('not_found', { type, id })
  if (held.after === null) throw new DomainError('not_found', { type, id, why: 'erased' })
  return held
}

/** Answers without what they answer say too much of it, and are read by nobody: they go too, named one by one. */
function requireAnswersToo(fold: StreamFold, entries: readonly Named[]): void {
  const going = new Set(entries.map(({ id }) => id))
  const ids = fold
    .all<Message>('message')
    .flatMap(({ id, after }) => (after?.threadId && going.has(after.threadId) && !going.has(id) ? [id] : []))
  if (ids.length > 0) throw new DomainError('conflict', { why: 'answered', ids })
}

/** A file that somebody else’s message or task shows as well stays for them. */
function isHeldByOthers(
  fold: StreamFold,
  { id: fileId }: Named,
  isGoing: (one: Pick<Named, 'id'>) => boolean,
): boolean {
  const others: EntityState<Pick<Message | Task, 'fileIds'>>[] = [
    ...fold.all<Message>('message'),
    ...fold.all<Task>('task'),
  ]
  return others.some((one) => one.after?.fileIds.includes(fileId) === true && !isGoing(one))
}

function erasureIn(
  { caseId, actor, now }: CommandContext,
  given: Pick<Erasure, 'scope' | 'basis' | 'reason'> & Partial<Erasure>,
): Erasure {
  return {
    ...{ caseId, of: [], document: null, signedIn: [], circle: null },
    ...given,
    ...{ by: actor.accountId, at: now },
  }
}
