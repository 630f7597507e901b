import type { LogStore } from './ports.ts'
import type { LogObserver } from './types.ts'

/** The same store, whose inserts are told. */
export function observedLogStore(store: LogStore, { onInsert }: LogObserver): LogStore {
  if (!onInsert) return store
  return {
    ...store,
    append: async (changes, ordered) => {
      const start = performance.now()
      try {
        const rejections = await store.append(changes, ordered)
        onInsert(changes.length, performance.now() - start, rejections.length > 0 ? 'rejected' : 'stored')
        return rejections
      } catch (error) {
        onInsert(changes.length, performance.now() - start, 'unknown')
        throw error
      }
    },
  }
}
