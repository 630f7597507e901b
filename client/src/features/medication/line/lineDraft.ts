/** What is typed of a line, before it is added or changed. */
import {
  MOMENTS,
  type Medication,
  type MedicationChange,
  type MedicationWho,
  type Moments,
} from '@colloque/domain'
import type { TypedMoments } from '../../../platform/medication/typedMoments.ts'
import { tidyDose } from '../add/doseWords.ts'

export interface LineDraft {
  moments: TypedMoments
  posology: string
  indication: string
  /** YYYY-MM-DD, or ''. */
  startOn: string
  endOn: string
  prescriber: MedicationWho | null
  preparedBy: MedicationWho | null
  givenBy: MedicationWho | null
}

type Drafted = Pick<
  Medication,
  'moments' | 'posology' | 'indication' | 'startOn' | 'endOn' | 'prescriber' | 'preparedBy' | 'givenBy'
>

const NONE: TypedMoments = { morning: '', noon: '', evening: '', night: '' }

export const emptyLine = (): LineDraft => ({
  moments: { ...NONE },
  ...{ posology: '', indication: '', startOn: '', endOn: '' },
  ...{ prescriber: null, preparedBy: null, givenBy: null },
})

export const draftOfLine = (line: Drafted): LineDraft => ({
  moments: { ...NONE, ...line.moments },
  posology: line.posology ?? '',
  indication: line.indication ?? '',
  startOn: line.startOn ?? '',
  endOn: line.endOn ?? '',
  prescriber: line.prescriber,
  preparedBy: line.preparedBy,
  givenBy: line.givenBy,
})

/** Empty and zero say nothing; « 0,5 » is « ½ ». */
export function momentsOf(typed: Readonly<TypedMoments>): Moments | null {
  const said = MOMENTS.flatMap((moment) => {
    const dose = tidyDose(typed[moment])
    return dose && dose !== '0' ? [[moment, dose] as const] : []
  })
  return said.length ? Object.fromEntries(said) : null
}

/** As the line would be; what is empty is null. */
const lineOfDraft = (draft: LineDraft): Drafted => ({
  moments: momentsOf(draft.moments),
  posology: draft.posology.trim() || null,
  indication: draft.indication.trim() || null,
  startOn: draft.startOn || null,
  endOn: draft.endOn || null,
  prescriber: draft.prescriber,
  preparedBy: draft.preparedBy,
  givenBy: draft.givenBy,
})

/** Whether the last day would come before the first. */
export const endsFirst = ({ startOn, endOn }: LineDraft): boolean =>
  startOn !== '' && endOn !== '' && endOn < startOn

/** What a new line is sent with: nothing of what is empty. */
export const givenOf = (draft: LineDraft) =>
  Object.fromEntries(Object.entries(lineOfDraft(draft)).filter(([, value]) => value !== null)) as {
    [Field in keyof Drafted]?: NonNullable<Drafted[Field]>
  }

/** What differs from the line as it stands. */
export function changeOf(line: Drafted, draft: LineDraft): MedicationChange {
  const after = lineOfDraft(draft)
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !isSame(value, line[field as keyof Drafted])),
  )
}

const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))
const ordered = (value: unknown) =>
  value && typeof value === 'object'
    ? Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
    : value
