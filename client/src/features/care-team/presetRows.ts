import { presetOf, PROFESSIONS, type Permission, type Profession } from '@colloque/domain'

/** Columns of « Qui peut quoi »: what a right comes down to for those who read it. */
export const RIGHTS = ['whole', 'share', 'write', 'measure', 'record', 'prescribe', 'sign'] as const
export type Right = (typeof RIGHTS)[number]

const BY_PERMISSION = {
  write: 'message.post',
  measure: 'measurement.record',
  record: 'medication.record',
  prescribe: 'medication.prescribe',
  sign: 'plan.sign',
} as const satisfies Partial<Record<Right, Permission>>

export interface PresetRow {
  /** null for a relative or the patient. */
  readonly profession: Profession | null
  readonly rights: readonly Right[]
}

function rightsOf(profession: Profession | null): Right[] {
  const { view, permissions } = presetOf(profession)
  return RIGHTS.filter((right) => {
    if (right === 'whole') return view === 'case'
    if (right === 'share') return view === 'shared'
    return permissions.includes(BY_PERMISSION[right])
  })
}

/** Every profession, and a relative last. */
export const presetRows = (): PresetRow[] =>
  [...(Object.keys(PROFESSIONS) as Profession[]), null].map((profession) => ({
    profession,
    rights: rightsOf(profession),
  }))
