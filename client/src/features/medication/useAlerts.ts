import { newMedication } from '@colloque/domain'
import type { FoodAdvice } from '@colloque/interactions'
import { computed, type Ref } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { askingOf, countByLevel, isQuiet, linesOf } from './alertViews.ts'
import { checkedViews } from './checkedViews.ts'
import { useRules } from './loadRules.ts'

export interface Candidate {
  readonly name: string
  readonly atc: string | null
  /** International names, where they are known. */
  readonly substances?: readonly string[]
}

/** Stands for a medication that is being typed: no id of the log looks like it. */
const CANDIDATE = 'candidate'

/** What the rules say of the treatment of a case, at each change of it. Call in setup. */
export function useAlerts(caseId: Readonly<Ref<string>>) {
  const workspace = useWorkspace()
  const store = useRules()
  void store.load()
  const rules = computed(() => store.rules)
  const failed = computed(() => store.failed)

  const all = computed(() => workspace.list(caseId.value, 'medication'))
  const medications = computed(() => all.value.filter(({ after }) => after.status === 'current'))
  const stopped = computed(() => all.value.filter(({ after }) => after.status === 'stopped'))
  const flags = computed(() => workspace.list(caseId.value, 'flag'))
  const answers = computed(() => workspace.list(caseId.value, 'alertAnswer'))
  const facts = computed(() => workspace.list(caseId.value, 'clinicalFacts').at(-1)?.after ?? null)

  const result = computed(() =>
    checkedViews(rules.value, {
      ...{ lines: all.value, answers: answers.value },
      ...{ facts: facts.value, flags: flags.value },
    }),
  )
  const views = computed(() => result.value.views)
  const notChecked = computed(() => result.value.notChecked)
  const lines = computed(() => linesOf(medications.value, views.value, notChecked.value))
  const quiet = computed(() => views.value.filter(isQuiet))
  const settled = computed(() => views.value.filter((view) => askingOf(view) === 'settled'))
  const counts = computed(() => countByLevel(views.value))
  const foodAdvice = computed((): readonly FoodAdvice[] => result.value.foodAdvice)
  /** Where the rules come from, and of when. */
  const source = computed(() => rules.value?.inForce.source)

  /** What a further medication would bring; undefined while the rules are not here. */
  function checkCandidate({ name, atc, substances = [] }: Candidate) {
    if (!rules.value) return undefined
    const line = newMedication({
      ...{ caseId: caseId.value, name, atc, substances: [...substances] },
      ...{ addedBy: CANDIDATE, startedAt: '' },
    })
    const { alerts, notChecked: unknown } = rules.value.checkTreatment(
      [...medications.value, { id: CANDIDATE, after: line }],
      { rules: rules.value.inForce, facts: facts.value },
    )
    return {
      checked: !unknown.includes(CANDIDATE),
      alerts: alerts.flatMap((alert) => {
        const named: readonly string[] = alert.medications
        if (!named.includes(CANDIDATE)) return []
        const other = medications.value.find(({ id }) => named.includes(id))
        return { ...alert, allergy: alert.kind === 'allergy' ? alert.allergy : null, with: other }
      }),
    }
  }

  return {
    rules,
    source,
    failed,
    retry: store.load,
    medications,
    stopped,
    lines,
    quiet,
    settled,
    views,
    counts,
    notChecked,
    foodAdvice,
    checkCandidate,
  }
}
