/** What a search finds, ready to be shown and opened. */
import type { QueryOutput } from '@colloque/contract'
import type { Profession } from '@colloque/domain'
import {
  caseAddress,
  flagAddress,
  medicationAddress,
  messageAddress,
  taskAddress,
} from '../../platform/addresses.ts'

export type Found = QueryOutput<'search'>['items'][number]
export type PassageKind = Exclude<Found['kind'], 'case'>

export interface Passage {
  readonly kind: PassageKind
  readonly id: string
  readonly caseId: string
  readonly text: string
  readonly by: string
  readonly at: string
}

/** Where a person's situation opens for this reader: a pharmacist comes for the treatment. */
export const landing = (caseId: string, profession: Profession | undefined): string =>
  caseAddress(caseId, profession === 'pharmacist' ? 'traitement' : 'resume')

/** A passage opens in its place. */
export function passageAddress({ kind, id, caseId }: Pick<Passage, 'kind' | 'id' | 'caseId'>): string {
  switch (kind) {
    case 'message':
      return messageAddress(caseId, id)
    case 'task':
      return taskAddress(id)
    case 'medication':
      return medicationAddress(caseId, id)
    case 'flag':
      return flagAddress(caseId, id)
  }
}

/** Passages alone: people are found on the device. */
export const passagesOf = (items: readonly Found[]): Passage[] =>
  items.flatMap(({ kind, ...passage }) => (kind === 'case' ? [] : [{ ...passage, kind }]))
