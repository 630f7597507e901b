import type { Change, EntityState } from '@colloque/domain'

/**
 * A change as it may be shown now. The words of what was redacted leave the store a moment after the change that says
 * so, after a crash some seconds: what is read from the store meanwhile is blanked by the fold.
 */
export function withoutRedacted(change: Change, fold: { find(id: string): EntityState | undefined }): Change {
  const isGone = ({ id, after }: Change['entities'][number]) =>
    after !== null && fold.find(id)?.after === null
  if (!change.entities.some(isGone)) return change
  return {
    ...change,
    entities: change.entities.map((entity) => (isGone(entity) ? { ...entity, after: null } : entity)),
  }
}
