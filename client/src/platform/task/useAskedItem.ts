import { computed } from 'vue'
import { useWorkspace } from '../useWorkspace.ts'
import type { HeldTask } from './useTaskActs.ts'

/** The case on the agenda of a meeting for which a task was asked, « Il manque ». Call in setup. */
export function useAskedItem(task: () => HeldTask | undefined) {
  const workspace = useWorkspace()
  return computed(() => {
    const held = task()
    return held
      ? workspace
          .list(held.after.caseId, 'agendaItem')
          .find(({ after }) => after.asked.some(({ taskId }) => taskId === held.id))
      : undefined
  })
}
