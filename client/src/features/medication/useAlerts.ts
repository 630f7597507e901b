import { computed, onScopeDispose, ref, shallowRef, type Ref } from 'vue'
import type { FoodAdvice } from '@colloque/interactions'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { alertViews, countByLevel, isQuiet, linesOf, toCheck } from './alertViews.ts'
import { loadRules, type Rules } from './loadRules.ts'

export interface Candidate {
  readonly name: string
  readonly atc: string | null
}

/** Stands for a medication that is being typed: no id of the log looks like it. */
const CANDIDATE = 'candidate'

/** What the rules say of the treatment of a case, at each change of it. Call in setup. */
export function useAlerts(caseId: Readonly<Ref<string>>) {
  const workspace = useWorkspace()
  const rules = shallowRef<Rules>()
  /** The rules could not be had: nothing was checked. */
  const failed = ref(false)
  let gone = false
  onScopeDispose(() => (gone = true))

  async function load() {
    failed.value = false
    try {
      const loaded = await loadRules()
      if (!gone) rules.value = loaded
    } catch {
      failed.value = true
    }
  }
  void load()

  const medications = computed(() =>
    workspace.list(caseId.value, 'medication').filter(({ after }) => after.status === 'current'),
  )
  const stopped = computed(() =>
    workspace.list(caseId.value, 'medication').filter(({ after }) => after.status === 'stopped'),
  )
  const result = computed(() => rules.value?.checkInteractions(medications.value.map(toCheck)))
  const views = computed(() =>
    result.value
      ? alertViews(
          result.value,
          medications.value,
          workspace.list(caseId.value, 'alertAnswer'),
          workspace.list(caseId.value, 'flag'),
        )
      : [],
  )
  const notChecked = computed(() => result.value?.notChecked ?? [])
  const lines = computed(() => linesOf(medications.value, views.value, notChecked.value))
  const quiet = computed(() => views.value.filter(isQuiet))
  const counts = computed(() => countByLevel(views.value))
  const foodAdvice = computed((): readonly FoodAdvice[] => result.value?.foodAdvice ?? [])

  /** What a further medication would bring; undefined while the rules are not here. */
  function checkCandidate({ name, atc }: Candidate) {
    const all = rules.value?.checkInteractions([
      ...medications.value.map(toCheck),
      { id: CANDIDATE, name, ...(atc ? { atc } : {}) },
    ])
    return (
      all && {
        checked: !all.notChecked.includes(CANDIDATE),
        alerts: all.alerts
          .filter(({ medications: pair }) => pair.includes(CANDIDATE))
          .map((alert) => ({
            ...alert,
            with: medications.value.find(({ id }) => id !== CANDIDATE && alert.medications.includes(id)),
          })),
      }
    )
  }

  return {
    rules,
    failed,
    retry: load,
    medications,
    stopped,
    lines,
    quiet,
    views,
    counts,
    notChecked,
    foodAdvice,
    checkCandidate,
  }
}
