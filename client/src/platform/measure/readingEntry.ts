/** Readings on their way in: what is entered by field, what is wrong with it, what is sent. */
import { READINGS, ReadingInputSchema, type ReadingInput, type ReadingKind } from '@colloque/domain'

/** As entered: the value, and for blood pressure the diastolic one. Null where nothing is entered. */
export type Entered = Partial<Record<ReadingKind, { value: number | null; value2: number | null }>>

export type ReadingProblem = 'range' | 'diastolicMissing' | 'systolicMissing' | 'diastolicAbove'

const needsTwo = (kind: ReadingKind) => kind === 'bloodPressure'

export const isEntered = (one: Entered[ReadingKind]): boolean =>
  one !== undefined && (one.value !== null || one.value2 !== null)

/** What the person must correct before it can be sent; undefined where it is fine or empty. */
export function problemOf(kind: ReadingKind, one: Entered[ReadingKind]): ReadingProblem | undefined {
  if (!one || !isEntered(one)) return undefined
  if (one.value === null) return 'systolicMissing'
  if (needsTwo(kind) && one.value2 === null) return 'diastolicMissing'
  if (ReadingInputSchema.safeParse(asInput(kind, one.value, one.value2)).success) return undefined
  const { min, max } = READINGS[kind]
  const outside = [one.value, one.value2].some((value) => value !== null && (value < min || value > max))
  return outside ? 'range' : 'diastolicAbove'
}

/** What is sent, in the order of READINGS; call once there is no problem left. */
export function inputsOf(entered: Entered): ReadingInput[] {
  return (Object.keys(READINGS) as ReadingKind[]).flatMap((kind) => {
    const one = entered[kind]
    return one && one.value !== null ? [asInput(kind, one.value, one.value2)] : []
  })
}

const asInput = (kind: ReadingKind, value: number, value2: number | null): ReadingInput =>
  needsTwo(kind) && value2 !== null ? { kind, value, value2 } : { kind, value }

/** What was sent, as it was entered. @param readings as a refused command holds them */
export function enteredIn(readings: unknown): Entered {
  const sent = ReadingInputSchema.array().safeParse(readings)
  if (!sent.success) return {}
  return Object.fromEntries(
    sent.data.map(({ kind, value, value2 }) => [kind, { value, value2: value2 ?? null }]),
  )
}
