/** What the rules find, joined with what people have answered: set aside with a reason, or raised as a flag. */
import { isFlagPending, type AlertAnswer, type Allergy } from '@colloque/domain'
import type { CheckedAlert, InteractionLevel, InteractionRule } from '@colloque/interactions'
import type { Present } from '../../platform/useWorkspace.ts'

export type HeldMedication = Present<'medication'>
export type HeldFlag = Present<'flag'>

export interface AlertView {
  readonly key: string
  readonly kind: CheckedAlert['kind']
  readonly level: InteractionLevel
  readonly rules: readonly InteractionRule[]
  readonly conditional: boolean
  /** Of an alert of kind `allergy`. */
  readonly allergy: Allergy | null
  /** In the order of the list; one alone for an allergy. */
  readonly medications: readonly [HeldMedication, ...HeldMedication[]]
  /** The reason that sets it aside. */
  readonly setAside: AlertAnswer | null
  /** The pending flag about it, else the last one that was answered. */
  readonly flag: HeldFlag | null
  /** It was answered, and asks again: of what was set aside the dose has changed, of a flag one of its lines. */
  readonly again: 'dose' | 'line' | null
}

/** A medication with the alerts that stand beside it. */
export interface Line {
  readonly medication: HeldMedication
  /** Told in full here: at the first of its lines. */
  readonly alerts: readonly AlertView[]
  /** Told in full at an earlier line. */
  readonly elsewhere: readonly AlertView[]
  readonly checked: boolean
}

/**
 * @param medications the current ones, in the order of the list
 * @param answers all of the case, those that no longer hold among them
 */
export function alertViews(
  alerts: readonly CheckedAlert[],
  medications: readonly HeldMedication[],
  answers: readonly Present<'alertAnswer'>[],
  flags: readonly HeldFlag[],
): AlertView[] {
  return alerts.flatMap((alert): AlertView[] => {
    const named: readonly string[] = alert.medications
    const [first, ...others] = medications.filter(({ id }) => named.includes(id))
    if (!first) return []
    const { key, kind, level, rules, conditional, answer, flagId } = alert
    const flag = flags.find(({ id }) => id === flagId) ?? null
    const lapsed = !answer && answers.some(({ after }) => after.key === key)
    const moved = flag !== null && isMovedSince(flag, [first, ...others])
    return [
      {
        ...{ key, kind, level, rules, conditional, flag },
        allergy: alert.kind === 'allergy' ? alert.allergy : null,
        medications: [first, ...others],
        setAside: answer,
        again: answer ? null : moved ? 'line' : lapsed && !flag ? 'dose' : null,
      },
    ]
  })
}

/** Whether a line was changed after the flag about it was answered. */
const isMovedSince = ({ after: { resolution } }: HeldFlag, medications: readonly HeldMedication[]) =>
  resolution !== null &&
  medications.some(({ after }) => after.changed !== null && after.changed.at > resolution.at)

/** What an alert asks of whoever reads it: nobody has answered; a flag about it waits; or it was answered. */
export type Asking = 'asks' | 'waits' | 'settled'
export function askingOf({ setAside, flag, again }: AlertView): Asking {
  if (flag && isFlagPending(flag.after)) return 'waits'
  if (setAside) return 'settled'
  return flag && !again ? 'settled' : 'asks'
}

/** Of the lowest level: one quiet line for all of them. */
export const isQuiet = ({ level, kind }: AlertView) => level === 'APC' && kind === 'interaction'

export function linesOf(
  medications: readonly HeldMedication[],
  views: readonly AlertView[],
  notChecked: readonly string[],
): Line[] {
  const loud = views.filter((view) => !isQuiet(view))
  return medications.map((medication) => ({
    medication,
    alerts: loud.filter(({ medications: [first] }) => first.id === medication.id),
    elsewhere: loud.filter(
      (view) => view.medications[1]?.id === medication.id && askingOf(view) !== 'settled',
    ),
    checked: !notChecked.includes(medication.id),
  }))
}

/** How many of each level ask for something; what was answered is not counted. */
export function countByLevel(views: readonly AlertView[]): Readonly<Record<InteractionLevel, number>> {
  const counts = { CI: 0, AD: 0, PE: 0, APC: 0 }
  for (const view of views) if (askingOf(view) !== 'settled') counts[view.level]++
  return counts
}
