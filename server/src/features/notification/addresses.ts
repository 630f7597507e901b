import { parseStream } from '@colloque/domain'
import {
  isAboutFlag,
  isAboutMeeting,
  isAboutPlan,
  isAboutReading,
  isAboutTask,
  type Delivery,
} from './delivery.ts'

/** Where the client shows a thing: ids alone, the same addresses as in its own `platform/addresses.ts`. */
export function addressOf({
  kind,
  stream,
  entityId,
}: Pick<Delivery, 'kind' | 'stream' | 'entityId'>): string {
  const place = parseStream(stream)
  if (kind === 'sharedReply') return `/proche/${place?.id}?message=${entityId}`
  if (kind === 'sharedMessage') return `/situations/${place?.id}/proches?message=${entityId}`
  if (isAboutMeeting(kind)) return `/concertations/${entityId}`
  if (isAboutTask(kind)) return `/taches?tache=${entityId}`
  if (place?.kind === 'conversation') return `/equipe/conversations/${place.id}?message=${entityId}`
  if (kind === 'breakGlass') return `/situations/${place?.id}/cercle`
  if (isAboutPlan(kind)) return `/situations/${place?.id}/plan`
  if (isAboutFlag(kind)) return `/situations/${place?.id}/traitement?signalement=${entityId}`
  if (isAboutReading(kind)) return `/situations/${place?.id}/mesures?alerte=${entityId}`
  return `/situations/${place?.id}/fil?message=${entityId}`
}
