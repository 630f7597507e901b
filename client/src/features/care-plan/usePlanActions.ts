import {
  addAction,
  addAlert,
  addObjective,
  addReview,
  archiveEntry,
  editPlanWords,
  linkActionTask,
  moveEntry,
  orderedEntries,
  restoreEntry,
  setActionField,
  setNextReview,
  setObjectiveNeed,
  setObjectiveStatus,
  setReviewDay,
  type ActionFields,
  type NewPlanEntry,
  type PlanList,
  type PlanWordsOf,
} from '@colloque/board'
import type { ObjectiveStatus } from '@colloque/domain'
import { v4 as newId } from 'uuid'
import { useI18n } from 'vue-i18n'
import type * as Y from 'yjs'
import type { PlanSession } from '../../platform/board/planSession.ts'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useDocumentActs } from '../../platform/document/useDocumentActs.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { dayAt } from '../../platform/wallTime.ts'

export type PlanActions = ReturnType<typeof usePlanActions>

const ADD = {
  objectives: addObjective,
  actions: addAction,
  alerts: addAlert,
  reviews: (doc: Y.Doc, entry: NewPlanEntry) => addReview(doc, { ...entry, on: dayAt(entry.at) }),
} as const satisfies Record<PlanList, (doc: Y.Doc, entry: NewPlanEntry) => void>

/** What a person does in the plan: each act is one operation, said to those who do not see it. Call in setup. */
export function usePlanActions(session: PlanSession) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const { attempt, attemptWithUndo } = useDocumentActs(session, () => t('care-plan.gone'))

  /** @returns the id of the new entry */
  function add(list: PlanList, words = '', more: { objective?: string } = {}): string | undefined {
    const by = workspace.account?.id
    if (by === undefined) return undefined
    const entry = { id: newId(), words, by, at: new Date(), ...more }
    return attempt((doc) => ADD[list](doc, entry)) ? entry.id : undefined
  }

  /** @param shown ids of the entries beside which it is seen: what is elsewhere on the page does not count */
  function step(list: PlanList, id: string, by: -1 | 1, shown: readonly string[]): boolean {
    const index = shown.indexOf(id)
    const to = index + by
    if (index < 0 || to < 0 || to >= shown.length) {
      announcer.announce(t('care-plan.entry.edge'))
      return false
    }
    const isDone = attempt((doc) =>
      moveEntry(doc, list, id, by < 0 ? shown[to] : afterOf(doc, list, shown[to])),
    )
    if (isDone) announcer.announce(t('care-plan.entry.moved', { n: to + 1, count: shown.length }))
    return isDone
  }

  return {
    attempt,
    add,
    step,
    remove: (list: PlanList, id: string) =>
      attemptWithUndo(
        (doc) => archiveEntry(doc, list, id, new Date()),
        t(`care-plan.${list}.removed`),
        (doc) => restoreEntry(doc, list, id),
      ),
    restore: (list: PlanList, id: string) => attempt((doc) => restoreEntry(doc, list, id)),
    write: <List extends PlanList>(list: List, id: string, field: PlanWordsOf<List>, words: string) =>
      attempt((doc) => editPlanWords(doc, list, id, field, words)),
    setStatus: (id: string, status: ObjectiveStatus) => attempt((doc) => setObjectiveStatus(doc, id, status)),
    setNeed: (id: string, needId: string, answers: boolean) =>
      attempt((doc) => setObjectiveNeed(doc, id, needId, answers)),
    setAction: <Field extends keyof ActionFields>(
      id: string,
      field: Field,
      value: ActionFields[Field] | undefined,
    ) => attempt((doc) => setActionField(doc, id, field, value)),
    linkTask: (id: string, taskId: string) => attempt((doc) => linkActionTask(doc, id, taskId)),
    setReviewDay: (id: string, on: string) => attempt((doc) => setReviewDay(doc, id, on)),
    setNextReview: (on: string) => attempt((doc) => setNextReview(doc, on || undefined)),
  }
}

/** The entry to stand before, in order to come after another. */
function afterOf(doc: Y.Doc, list: PlanList, id: string | undefined): string | undefined {
  const ids = orderedEntries(doc, list).map((one) => one.id)
  return id === undefined ? undefined : ids[ids.indexOf(id) + 1]
}
