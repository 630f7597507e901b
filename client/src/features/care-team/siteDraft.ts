import { FinessSchema, identifierWarnings, type TeamSite } from '@colloque/domain'

/** A site as it is being typed. */
export interface SiteDraft {
  readonly id: string
  name: string
  address: string
  finess: string
}

export const draftOf = ({ id, name, address, finess }: TeamSite): SiteDraft => ({
  ...{ id, name, address: address ?? '', finess: finess ?? '' },
})

export type FinessState = 'empty' | 'wrong' | 'unchecked' | 'right'

/** What is to be said of a FINESS number as it is typed. */
export function finessState(typed: string): FinessState {
  if (typed.trim() === '') return 'empty'
  const { data } = FinessSchema.safeParse(typed)
  if (data === undefined) return 'wrong'
  return identifierWarnings({ finess: data }).length > 0 ? 'unchecked' : 'right'
}

/** @returns undefined while something of it cannot be kept */
export function siteOf({ id, name, address, finess }: SiteDraft): TeamSite | undefined {
  if (name.trim() === '' || finessState(finess) === 'wrong') return undefined
  return {
    ...{ id, name: name.trim(), address: address.trim() || null },
    finess: FinessSchema.safeParse(finess).data ?? null,
  }
}
