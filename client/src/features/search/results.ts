/** What a search finds, ready to be shown and opened. */
import type { QueryOutput } from '@colloque/contract'
import type { Profession, StreamName } from '@colloque/domain'
import {
  cardAddress,
  caseAddress,
  caseMinutesAddress,
  flagAddress,
  medicationAddress,
  messageAddressIn,
  planAddress,
  taskAddress,
} from '../../platform/addresses.ts'

export type Found = QueryOutput<'search'>['items'][number]
export type PassageKind = Exclude<Found['kind'], 'case'>

export interface Passage extends Pick<
  Found,
  'id' | 'caseId' | 'messageId' | 'agendaItemId' | 'title' | 'text' | 'by' | 'at'
> {
  readonly kind: PassageKind
  readonly stream: StreamName
}

export const KIND_ICONS: Readonly<Record<Found['kind'], string>> = {
  case: 'i-lucide-user',
  message: 'i-lucide-message-square',
  file: 'i-lucide-paperclip',
  task: 'i-lucide-square-check-big',
  card: 'i-lucide-sticky-note',
  plan: 'i-lucide-clipboard-list',
  medication: 'i-lucide-pill',
  flag: 'i-lucide-flag',
  report: 'i-lucide-house',
  decision: 'i-lucide-circle-check-big',
  minutes: 'i-lucide-users',
  wordedReading: 'i-lucide-quote',
}

/** Where a person's situation opens for this reader: a pharmacist comes for the treatment. */
export const landing = (caseId: string, profession: Profession | null | undefined): string =>
  caseAddress(caseId, profession === 'pharmacist' ? 'traitement' : 'resume')

/** A passage opens in its place: a message in its stream, a file at its message, a decision in its minutes. */
export function passageAddress({
  kind,
  id,
  stream,
  caseId,
  messageId,
  agendaItemId,
}: Pick<Passage, 'kind' | 'id' | 'stream' | 'caseId' | 'messageId' | 'agendaItemId'>): string {
  switch (kind) {
    case 'message':
      return messageAddressIn(stream, id)
    case 'file':
      return messageAddressIn(stream, messageId ?? '')
    case 'task':
      return taskAddress(id)
    case 'card':
      return cardAddress(caseId ?? '', id)
    case 'plan':
      return planAddress(caseId ?? '')
    case 'medication':
      return medicationAddress(caseId ?? '', id)
    case 'flag':
      return flagAddress(caseId ?? '', id)
    case 'report':
      return caseAddress(caseId ?? '', 'traitement')
    case 'decision':
    case 'minutes':
      return agendaItemId
        ? caseMinutesAddress(caseId ?? '', agendaItemId)
        : caseAddress(caseId ?? '', 'resume')
    case 'wordedReading':
      return caseAddress(caseId ?? '', 'mesures')
  }
}

/** Passages alone: people are found on the device. */
export const passagesOf = (items: readonly Found[]): Passage[] =>
  items.flatMap(({ kind, stream, ...passage }) =>
    kind === 'case' ? [] : [{ ...passage, kind, stream: stream as StreamName }],
  )
