import type { BoardPresence } from '@colloque/sdk'
import { computed, onScopeDispose } from 'vue'
import type { PlanSession } from '../../platform/board/planSession.ts'

const NOBODY: readonly BoardPresence[] = []

/** Shows the others that one has the plan open, and where one writes; nothing once it is closed. Call in setup. */
export function usePlanPresence({ connection, present }: PlanSession) {
  // Field by field: the caret in a text is another field, written by the editor.
  if (!connection.awareness.getLocalState()) connection.setPresence({})
  const showPlace = (place: string | null) => connection.awareness.setLocalStateField('place', place)
  showPlace(null)
  onScopeDispose(() => connection.setPresence(null))

  const byPlace = computed(() => {
    const groups = new Map<unknown, BoardPresence[]>()
    for (const one of present.value) groups.set(one['place'], [...(groups.get(one['place']) ?? []), one])
    return groups
  })
  return { showPlace, presentAt: (place: string) => byPlace.value.get(place) ?? NOBODY }
}
