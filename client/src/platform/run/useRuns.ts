import { computed } from 'vue'
import { useClock } from '../clock.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { runStateOf, type HeldRun, type RunState } from './runState.ts'

/** The runs of protocols on a case, those that go on first. Call in setup. */
export function useRuns(caseId: () => string) {
  const workspace = useWorkspace()
  const now = useClock()

  const runs = computed<readonly HeldRun[]>(() =>
    [...workspace.list(caseId(), 'protocolRun')].sort(
      (one, other) =>
        Number(one.after.status === 'ended') - Number(other.after.status === 'ended') ||
        (one.after.startsAt < other.after.startsAt ? 1 : -1),
    ),
  )
  const ofCase = computed(() => ({
    tasks: workspace.list(caseId(), 'task'),
    measurements: workspace.list(caseId(), 'measurement').map(({ after }) => after),
    alerts: workspace.list(caseId(), 'readingAlert'),
  }))
  const find = (runId: string): HeldRun | undefined => runs.value.find(({ id }) => id === runId)
  const stateOf = (run: HeldRun): RunState => runStateOf(run, ofCase.value, now.value.toISOString())

  return { runs, find, stateOf }
}
