/** What may be done with a line: by those who prescribe, by those who keep the list, by all of the circle. */
import { isAllowed, type CircleMember, type Medication } from '@colloque/domain'

export type LineAct = 'change' | 'pause' | 'resume' | 'stop' | 'flag' | 'report'

const PRESCRIBED: readonly LineAct[] = ['pause', 'resume', 'stop']

/** In the order of the menu. */
export function lineActs({ status }: Medication, member: CircleMember): LineAct[] {
  if (status === 'stopped') return []
  const acts: LineAct[] = ['change', status === 'paused' ? 'resume' : 'pause', 'stop', 'flag', 'report']
  return acts.filter((act) => {
    if (act === 'report') return isAllowed(member, 'message.post')
    if (act === 'flag') return isAllowed(member, 'flag.raise')
    return isAllowed(member, PRESCRIBED.includes(act) ? 'medication.prescribe' : 'medication.record')
  })
}
