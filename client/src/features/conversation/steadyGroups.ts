import { computed, type ComputedRef } from 'vue'

const NONE: readonly never[] = []

/**
 * Groups by key, reactive. A group in which nothing has changed keeps its identity, so that of a hundred messages on
 * the screen only those that a change is about are drawn again.
 * @param keysOf the groups that an item belongs to
 */
export function useSteadyGroups<Item>(
  source: () => readonly Item[],
  keysOf: (item: Item) => readonly (string | null)[],
): (key: string) => readonly Item[] {
  const groups: ComputedRef<ReadonlyMap<string, readonly Item[]>> = computed(
    (before?: ReadonlyMap<string, readonly Item[]>) => {
      const now = new Map<string, Item[]>()
      for (const item of source()) {
        for (const key of keysOf(item)) {
          if (key === null) continue
          const group = now.get(key)
          if (group) group.push(item)
          else now.set(key, [item])
        }
      }
      return before ? withUnchanged(before, now) : now
    },
  )
  return (key) => groups.value.get(key) ?? NONE
}

function withUnchanged<Item>(
  before: ReadonlyMap<string, readonly Item[]>,
  now: ReadonlyMap<string, readonly Item[]>,
): ReadonlyMap<string, readonly Item[]> {
  const kept = new Map<string, readonly Item[]>()
  for (const [key, group] of now) {
    const held = before.get(key)
    const isSame = held?.length === group.length && held.every((item, index) => item === group[index])
    kept.set(key, isSame ? held : group)
  }
  return kept
}
