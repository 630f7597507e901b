/** How much is taken at each moment of the day, as it is typed. */
import { MOMENTS, type Moment } from '@colloque/domain'

/** '' for none. */
export type TypedMoments = Record<Moment, string>

interface Shift {
  readonly from: Moment
  readonly to: Moment
}

/** All that is taken at one moment, at another one: « du soir au matin ». One for each that could be meant. */
export function shiftsOf(typed: Readonly<TypedMoments>): Shift[] {
  const [from, ...others] = MOMENTS.filter((moment) => !['', '0'].includes(typed[moment].trim()))
  if (!from || others.length > 0) return []
  return MOMENTS.filter((to) => to !== from).map((to) => ({ from, to }))
}

export const shifted = (typed: Readonly<TypedMoments>, { from, to }: Shift): TypedMoments => ({
  ...typed,
  [to]: typed[from],
  [from]: '',
})
