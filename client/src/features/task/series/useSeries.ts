import { seriesStateOn, type TaskSeries } from '@colloque/domain'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useClock } from '../../../platform/clock.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'

/** What comes again in all the person's open cases. Computed; nothing is kept. */
export const useSeries = defineStore('taskSeries', () => {
  const workspace = useWorkspace()
  const now = useClock()
  const today = computed(() => dayAt(now.value))

  const find = (seriesId: string) =>
    workspace.cases
      .map(({ id }) => workspace.find(id, 'taskSeries', seriesId))
      .find((series) => series !== undefined)

  /** Those that run or rest. */
  const running = computed(() =>
    workspace.cases
      .filter(({ after }) => after.status === 'open')
      .flatMap(({ id }) => workspace.list(id, 'taskSeries'))
      .filter(({ after }) => seriesStateOn(after, today.value) !== 'ended'),
  )

  /** A series with those that it goes on and those that go on it: one line for its reader. */
  function lineOf(series: TaskSeries): Set<string> {
    const line = workspace
      .list(series.caseId, 'taskSeries')
      .filter(({ after }) => after.originId === series.originId)
    return new Set(line.map(({ id }) => id))
  }

  return { today, find, running, lineOf }
})
