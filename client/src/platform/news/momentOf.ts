/**
 * Who did what an entity tells as news, and when. The last change of an entity is often another's: somebody acknowledges
 * a message, the house asks the next rung of a ladder about a task. That is no news of it, and nobody's words.
 */
import type { DoneBy, EntityOf } from '@colloque/domain'
import type { Present } from '../useWorkspace.ts'

export const TOLD = [
  'message',
  'task',
  'medication',
  'flag',
  'measurement',
  'circleMember',
  'patientCase',
] as const
export type Told = (typeof TOLD)[number]

/** Who made it and who touched it last; that one is undefined where the house did it by itself. */
interface Touches {
  readonly made: DoneBy
  readonly last: DoneBy | undefined
}
type MomentOf<Type extends Told> = (after: EntityOf<Type>, touches: Touches) => DoneBy | undefined

const MOMENTS: { readonly [Type in Told]: MomentOf<Type> } = {
  message: (_, { made }) => made,
  task({ status, createdBy, firstClaimedAt, claimed, ended }, { made, last }) {
    if (ended) return ended
    if (status === 'open' && firstClaimedAt === null) return { by: createdBy, at: made.at }
    return status === 'claimed' && claimed ? claimed : last
  },
  medication: ({ stopped, paused, changed }, { made }) => stopped ?? paused ?? changed ?? made,
  flag: ({ resolution, acknowledgement }, { made }) => resolution ?? acknowledgement ?? made,
  measurement: (_, { made }) => made,
  circleMember: ({ status }, { made, last }) => (status === 'left' ? (last ?? made) : made),
  patientCase: (_, { last }) => last,
}

/** @returns undefined where nobody did anything that would be told */
export function momentOf<Type extends Told>(type: Type, entity: Present<Type>): DoneBy | undefined {
  const { after, by, at, createdBy, createdAt } = entity
  return MOMENTS[type](after, {
    made: { by: createdBy, at: createdAt },
    last: by.startsWith('system:') ? undefined : { by, at },
  })
}
