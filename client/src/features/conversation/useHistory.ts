/** The messages of a stream or thread however long, reactive: what the device holds, and pages of what is older. */
import type { StreamName } from '@colloque/domain'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { useClient } from '../../platform/client.ts'
import type { StreamMessage } from './stream.ts'

export type HistoryFailure = 'earlier' | 'later' | 'place'
export type ReactiveHistory = ReturnType<typeof useHistory>

/** Call in setup; it is let go of with the component. */
export function useHistory(stream: StreamName, threadId: string | null) {
  const history = useClient().openHistory(stream, threadId === null ? {} : { thread: threadId })
  const messages = shallowRef<readonly StreamMessage[]>(history.messages)
  const isEarlier = ref(false)
  const isLater = ref(false)
  const loading = ref(history.loading)
  const total = ref<number>()
  const isReady = ref(false)
  /** What could not be fetched; the next attempt takes it away. */
  const failed = ref<HistoryFailure>()

  function follow() {
    messages.value = history.messages
    isEarlier.value = history.isEarlier
    isLater.value = history.isLater
    loading.value = history.loading
    total.value = history.total
  }
  history.onChange(follow)
  onScopeDispose(() => history.close())
  // Whoever may not read it is told by the pane, which sees the same.
  history.ready.then(
    () => {
      follow()
      isReady.value = true
    },
    () => undefined,
  )

  async function attempt<Value>(what: HistoryFailure, act: () => Promise<Value>): Promise<Value | undefined> {
    failed.value = undefined
    try {
      return await act()
    } catch {
      failed.value = what
      return undefined
    }
  }

  return {
    messages,
    isEarlier,
    isLater,
    loading,
    total,
    isReady,
    failed,
    earlier: () => attempt('earlier', () => history.earlier()),
    later: () => attempt('later', () => history.later()),
    /** @returns whether it is there; undefined when that could not be found out. @throws DomainError not_found */
    around: (messageId: string) => history.around(messageId),
    at: (instant: string) => attempt('place', () => history.at(instant)),
    since: (seq: number) => attempt('place', () => history.since(seq)),
    latest: () => history.latest(),
  }
}
