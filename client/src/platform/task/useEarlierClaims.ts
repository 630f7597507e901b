import { onScopeDispose } from 'vue'
import { useClient } from '../client.ts'
import { useLostTask } from './useLostTask.ts'
import { useTaskActs } from './useTaskActs.ts'

/**
 * Tells of tasks that were lost after having been taken without a network, before this page was loaded: whoever took
 * them no longer waits for the answer, and must still be told who was first. Call in the shell’s setup.
 */
export function useEarlierClaims(): void {
  const { act } = useTaskActs()
  const { tell } = useLostTask((task) => void act('claim', task, {}))
  const pageStart = new Date(performance.timeOrigin).toISOString()

  onScopeDispose(
    useClient().outbox.onEntry(({ name, input, at, state, error }) => {
      const isEarlier = name === 'task.claim' && at < pageStart
      if (isEarlier && state === 'refused' && error?.code === 'already_claimed')
        tell(String(input.taskId), error)
    }),
  )
}
