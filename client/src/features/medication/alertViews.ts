/** What the rules find, joined with what people have answered: set aside with a reason, or raised as a flag. */
import { isFlagPending, type AlertAnswer } from '@colloque/domain'
import type { CheckResult, InteractionAlert } from '@colloque/interactions'
import type { Present } from '../../platform/useWorkspace.ts'

export type HeldMedication = Present<'medication'>
export type HeldFlag = Present<'flag'>

export interface AlertView extends Omit<InteractionAlert, 'medications'> {
  /** In the order of the list. */
  readonly medications: readonly [HeldMedication, HeldMedication]
  readonly setAside: AlertAnswer | null
  /** The pending flag about it, else the last one that was closed. */
  readonly flag: HeldFlag | null
}

/** A medication with the alerts that stand beside it. */
export interface Line {
  readonly medication: HeldMedication
  /** Told in full here: at the first of its two lines. */
  readonly alerts: readonly AlertView[]
  /** Told in full at an earlier line. */
  readonly elsewhere: readonly AlertView[]
  readonly checked: boolean
}

/** What the rules are asked about. */
export const toCheck = ({ id, after: { name, atc } }: HeldMedication) => ({
  id,
  name,
  ...(atc ? { atc } : {}),
})

/** @param medications the current ones, in the order of the list */
export function alertViews(
  { alerts }: Pick<CheckResult, 'alerts'>,
  medications: readonly HeldMedication[],
  answers: readonly Present<'alertAnswer'>[],
  flags: readonly HeldFlag[],
): AlertView[] {
  return alerts.flatMap((alert) => {
    const [first, second] = medications.filter(({ id }) => alert.medications.includes(id))
    if (!first || !second) return []
    return {
      ...alert,
      medications: [first, second] as const,
      setAside: answers.find(({ after }) => after.key === alert.key)?.after ?? null,
      flag: flagAbout(alert, flags),
    }
  })
}

/** By the alert itself, or, for a flag that was written freely, by naming both medications. */
function flagAbout({ key, medications }: InteractionAlert, flags: readonly HeldFlag[]): HeldFlag | null {
  const about = flags.filter(
    ({ after }) =>
      after.alertKey === key ||
      (after.alertKey === null && medications.every((id) => after.medicationIds.includes(id))),
  )
  return about.find(({ after }) => isFlagPending(after)) ?? about.at(-1) ?? null
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
      ({ medications: [, second], setAside }) => second.id === medication.id && !setAside,
    ),
    checked: !notChecked.includes(medication.id),
  }))
}

/** How many of each level ask for something; what was set aside is not counted. */
export function countByLevel(views: readonly AlertView[]): Readonly<Record<AlertView['level'], number>> {
  const counts = { CI: 0, AD: 0, PE: 0, APC: 0 }
  for (const { level, setAside } of views) if (!setAside) counts[level]++
  return counts
}
