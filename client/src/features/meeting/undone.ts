/** Decisions that nobody has carried out yet: they come before anything new. */
import {
  decisionState,
  type AgendaItem,
  type Decision,
  type DecisionState,
  type Task,
} from '@colloque/domain'

export interface HeldDecision {
  readonly id: string
  readonly decision: Decision
}
export interface UndoneDecision extends HeldDecision {
  readonly state: DecisionState
}

const ORDER: readonly DecisionState[] = ['late', 'notDone', 'open']

/**
 * Those of a case, what is late first. One that will not be done stands until the case is talked over again.
 * @param items of the case, by id
 * @param now ISO instant
 */
export function undoneOf(
  decisions: readonly HeldDecision[],
  items: ReadonlyMap<string, AgendaItem>,
  findTask: (id: string) => Task | undefined,
  now: string,
): UndoneDecision[] {
  const lastDiscussed = [...items.values()].reduce(
    (last, { discussed }) => (discussed && discussed.at > last ? discussed.at : last),
    '',
  )
  const isOld = ({ agendaItemId }: Decision) => (items.get(agendaItemId)?.discussed?.at ?? '') < lastDiscussed
  return decisions
    .map((held) => ({ ...held, state: decisionState(held.decision, findTask, now) }))
    .filter(({ state, decision }) => ORDER.includes(state) && !(state === 'notDone' && isOld(decision)))
    .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
}
