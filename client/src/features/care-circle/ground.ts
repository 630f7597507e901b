/** On what ground somebody is in a circle, until when, and what they see, as keys of the words that say it. */
import type { CircleMember } from '@colloque/domain'
import { addDays, dayAt, instantAt } from '../../platform/wallTime.ts'

/** The last day on which a membership holds, YYYY-MM-DD. @param until the instant, ISO, from which it does not */
export const lastDayOf = (until: string): string => dayAt(new Date(Date.parse(until) - 1))

/** The instant, ISO, at which a day is over. @param day YYYY-MM-DD */
export const endOf = (day: string): string => instantAt(addDays(day, 1))

export type GroundKey = 'team' | 'consent' | 'elsewhere' | 'relative' | 'replacement' | 'emergency'

/** Somebody from outside who has no account was never agreed to: they are only known by name. */
export function groundKeyOf({ basis, accountId }: CircleMember): GroundKey {
  return basis === 'consent' && accountId === null ? 'elsewhere' : basis
}

export const sightKeyOf = ({ accountId, view }: CircleMember): 'nothing' | CircleMember['view'] =>
  accountId === null ? 'nothing' : view
