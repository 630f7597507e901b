/** What starting a protocol on a case brings about first, and who is missing for it. Pure. */
import {
  dueFromNow,
  dueOfOffset,
  type Profession,
  type ProtocolContent,
  type ProtocolStep,
  type Task,
} from '@colloque/domain'

export interface FirstStep extends Pick<Task, 'dueAt' | 'window'> {
  readonly step: ProtocolStep
}

/**
 * The steps that the start brings about, with their days, the soonest first.
 * @param startsAt ISO instant of what everything is counted from
 * @param now ISO instant; what should have been done before is due at once
 */
export const firstSteps = ({ steps }: ProtocolContent, startsAt: string, now: string): FirstStep[] =>
  steps
    .flatMap((step) => {
      const start = step.when.find(({ on }) => on === 'start')
      return start ? [{ step, ...dueFromNow(dueOfOffset(start.offset, startsAt), now) }] : []
    })
    .sort((one, other) => ((one.dueAt ?? '9999') < (other.dueAt ?? '9999') ? -1 : 1))

/** Professions that it asks for and the circle does not have. */
export function absentFrom({ steps }: ProtocolContent, there: Iterable<Profession | null>): Profession[] {
  const present = new Set(there)
  return [...new Set(steps.flatMap(({ forProfession }) => forProfession ?? []))].filter(
    (one) => !present.has(one),
  )
}
