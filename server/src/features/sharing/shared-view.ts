/**
 * Keeps `shared:` as the case has it: what `sharedView` makes of it, and nothing of what was erased since. It follows
 * states and not changes, and looks again after it has written: of two nodes at once, one of which had not yet heard
 * of the last change, the later state stands.
 */
import {
  DomainError,
  ERASING_KINDS,
  isSharedWithAnybody,
  parseStream,
  PlanContentSchema,
  sharedParts,
  sharedPlanVersion,
  sharedView,
  type CircleMember,
  type PlanContent,
  type SharedCase,
  type StreamName,
} from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import { v5 } from 'uuid'
import type {
  ChangeLog,
  DecidedEntity,
  ReactorDefinition,
  StreamFold,
} from '../../platform/change-log/index.ts'
import { toldEntities } from './told-to-circle.ts'

/** Types that a shared view is made of, and those whose erasure it follows. */
const SOURCES: readonly string[] = [
  'patientCase',
  'circleMember',
  'sharing',
  'medication',
  'task',
  'referral',
  'carePlan',
  'planVersion',
  'personWish',
  'erasure',
  'treatmentReport',
  'measurement',
]
const TRIES = 8

export interface SharedViews {
  /** The effect of a durable reactor. */
  readonly effect: NonNullable<ReactorDefinition['effect']>
  /** Brings what a case shares up to date: what is told by the day changes by the clock alone. */
  refresh(caseId: string): Promise<void>
}

export function createSharedViews(parts: {
  readonly changes: Pick<ChangeLog, 'fold' | 'execute'>
  readonly clock: () => Date
  /** The signed text of a version of a care plan. */
  planText(hash: string): Promise<Buffer | undefined>
}): SharedViews {
  const { changes, clock, planText } = parts
  /** Up to which change of a case what it shares is known to stand. */
  const upTo = new LRUCache<string, number>({ max: 10_000 })

  async function signedPlan(circle: StreamFold): Promise<PlanContent | null> {
    const version = sharedParts(circle).includes('plan') ? sharedPlanVersion(circle) : undefined
    const text = version && (await planText(version.textHash))
    if (!text) return null
    const content = PlanContentSchema.safeParse(JSON.parse(text.toString('utf8')))
    return content.success ? content.data : null
  }

  async function refresh(caseId: string): Promise<void> {
    const [from, to]: StreamName[] = [`case:${caseId}`, `shared:${caseId}`]
    for (let tries = 0; tries < TRIES; tries++) {
      const circle = await changes.fold(from!)
      const text = await signedPlan(circle)
      const shared = await changes.fold(to!)
      // Nothing is waited for from here on: both are as they stand now.
      const seq = circle.seq
      const view = sharedView(caseId, circle, { now: clock().toISOString(), signedPlan: text })
      if (differences(shared, circle, view, () => '').length === 0) return void upTo.set(caseId, seq)
      await changes
        .execute({
          stream: to!,
          commandId: v5(`shared view ${seq} ${shared.seq}`, caseId),
          by: 'system:shared-view',
          input: { seq, of: shared.seq },
          decide: (fold, { newId }) => {
            const entities = differences(fold, circle, view, () => newId(0))
            // Somebody else has brought it there meanwhile.
            if (entities.length === 0) throw new DomainError('conflict')
            const isErased = entities.some(({ type, after }) => type !== 'sharedCase' && after === null)
            return { kind: isErased ? ERASING_KINDS.entries : 'shared.viewMade', entities }
          },
        })
        .catch((error: unknown) => {
          if (!(error instanceof DomainError && error.code === 'conflict')) throw error
        })
    }
    throw new DomainError('busy')
  }

  return {
    refresh,
    effect: async ({ stream, seq, entities }) => {
      const place = parseStream(stream)
      if (place?.kind !== 'case' || !entities.some(({ type }) => SOURCES.includes(type))) return
      if ((upTo.get(place.id) ?? 0) >= seq) return
      const isOfCircle = entities.some(({ type }) => type === 'circleMember')
      if (!isOfCircle) {
        const circle = (await changes.fold(stream)).all<CircleMember>('circleMember')
        if (!isSharedWithAnybody(circle.flatMap(({ after }) => after ?? []))) return
      }
      await refresh(place.id)
    },
  }
}

/** What must change in `shared:`: a new view in place of the one there, and less of what was erased in the case. */
function differences(
  shared: StreamFold,
  circle: StreamFold,
  view: SharedCase | null,
  newId: () => string,
): DecidedEntity[] {
  const there = shared.all<SharedCase>('sharedCase').filter(({ after }) => after !== null)
  const isSame = (after: unknown) => JSON.stringify(after) === JSON.stringify(view)
  const stands = there.some(({ after }) => isSame(after))
  const made = view && !stands ? [{ type: 'sharedCase', id: newId(), after: view }] : []
  const past = there.filter(({ after }) => !isSame(after))
  const erased = toldEntities(shared).filter(({ of }) => circle.get(of.type, of.id)?.after === null)
  return [...made, ...[...past, ...erased].map(({ type, id }) => ({ type, id, after: null }))]
}
