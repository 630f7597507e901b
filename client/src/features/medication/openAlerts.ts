/** Alerts and flags without an answer over all the situations of a person, the gravest first. */
import { FLAG_SEVERITIES, isFlagPending, type FlagSeverity } from '@colloque/domain'
import { askingOf, type AlertView, type HeldFlag } from './alertViews.ts'

export interface CaseAlerts {
  readonly caseId: string
  readonly name: string
  /** Those that nobody has answered. */
  readonly alerts: readonly AlertView[]
  /** Those that wait for whoever prescribes. */
  readonly flags: readonly HeldFlag[]
  /** How many lines the rules cannot know. */
  readonly notChecked: number
}

/** What of a treatment waits for somebody. */
export const openIn = (
  caseId: string,
  name: string,
  views: readonly AlertView[],
  flags: readonly HeldFlag[],
  notChecked: number,
): CaseAlerts => ({
  ...{ caseId, name, notChecked },
  alerts: views.filter((view) => askingOf(view) === 'asks'),
  flags: flags
    .filter(({ after }) => isFlagPending(after))
    .sort((one, other) => rank(one.after.severity) - rank(other.after.severity)),
})

const rank = (level: FlagSeverity) => FLAG_SEVERITIES.indexOf(level)

/**
 * Situations in which something waits: the gravest first, of one level the one with most of it, then by name.
 * @param level that level alone; undefined for all
 */
export function gravestFirst(all: readonly CaseAlerts[], level?: FlagSeverity): CaseAlerts[] {
  return all
    .map((one) =>
      level === undefined
        ? one
        : {
            ...one,
            alerts: one.alerts.filter((alert) => alert.level === level),
            flags: one.flags.filter(({ after }) => after.severity === level),
          },
    )
    .filter(({ alerts, flags }) => alerts.length + flags.length > 0)
    .sort((one, other) => {
      for (const each of FLAG_SEVERITIES) {
        const difference = countOf(other, each) - countOf(one, each)
        // More of the gravest that either has comes first.
        if (difference !== 0) return difference
      }
      return one.name.localeCompare(other.name, 'fr')
    })
}

const countOf = ({ alerts, flags }: CaseAlerts, level: FlagSeverity) =>
  alerts.filter((alert) => alert.level === level).length +
  flags.filter(({ after }) => after.severity === level).length
