import { computed, effectScope, onScopeDispose, ref, watch, type ComputedRef } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useRules } from './loadRules.ts'
import { openIn, type CaseAlerts } from './openAlerts.ts'
import { checkedViews } from './checkedViews.ts'

/** How long the page computes before it answers to fingers again, in ms: less than a frame. */
const SLICE_MS = 12

/**
 * What waits in the treatments of all the person's situations, computed here from what the device holds. Each is
 * checked once and again when it changes, in slices, so that a list of many holds nothing up. Call in setup.
 */
export function useOpenAlerts() {
  const workspace = useWorkspace()
  const store = useRules()
  void store.load()

  const ids = computed(() =>
    workspace.cases.filter(({ after }) => after.status !== 'closed').map(({ id }) => id),
  )
  const scope = effectScope()
  const byCase = new Map<string, ComputedRef<CaseAlerts>>()
  function inCase(caseId: string): ComputedRef<CaseAlerts> {
    let held = byCase.get(caseId)
    if (!held) {
      held = scope.run(() => computed(() => check(caseId)))!
      byCase.set(caseId, held)
    }
    return held
  }
  function check(caseId: string): CaseAlerts {
    const flags = workspace.list(caseId, 'flag')
    const { views, notChecked } = checkedViews(store.rules, {
      lines: workspace.list(caseId, 'medication'),
      answers: workspace.list(caseId, 'alertAnswer'),
      facts: workspace.list(caseId, 'clinicalFacts').at(-1)?.after ?? null,
      flags,
    })
    return openIn(caseId, workspace.nameOfCase(caseId), views, flags, notChecked.length)
  }

  /** How many situations are checked; the list shows once all are. */
  const done = ref(0)
  let turn = 0
  watch(
    [ids, () => store.rules],
    async () => {
      const mine = ++turn
      if (!store.rules) return
      let began = performance.now()
      for (const [index, id] of ids.value.entries()) {
        void inCase(id).value
        if (performance.now() - began < SLICE_MS) continue
        done.value = index + 1
        await new Promise((resume) => setTimeout(resume))
        if (mine !== turn) return
        began = performance.now()
      }
      done.value = ids.value.length
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    turn++
    scope.stop()
  })

  const ready = computed(() => store.rules !== undefined && done.value >= ids.value.length)
  const all = computed(() => (ready.value ? ids.value.map((id) => inCase(id).value) : []))

  return {
    all,
    ready,
    done,
    count: computed(() => ids.value.length),
    failed: computed(() => store.failed),
    retry: store.load,
    source: computed(() => store.rules?.inForce.source),
  }
}
