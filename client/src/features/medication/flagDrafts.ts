/** What a flag says before anybody has touched it: from an alert, from a line that is being typed, or free. */
import type { FlagSeverity } from '@colloque/domain'
import { shortName } from '../../platform/flag/plannedChange.ts'
import type { AlertView, HeldMedication } from './alertViews.ts'
import { capital } from './capital.ts'

export interface Proposal {
  readonly text: string
  /** The name of what is replaced: by what is asked for. */
  readonly replaces: string | null
}

export interface FlagDraft {
  readonly title: string
  readonly severity: FlagSeverity
  readonly detail: string
  readonly medicationIds: readonly string[]
  readonly alertKey: string | null
  readonly proposals: readonly Proposal[]
  /** Written freely: what it is about and how grave is chosen. */
  readonly free: boolean
}

/** Texts with their words filled in: `t` of the feature. */
export type Say = (key: string, words?: Record<string, string>) => string

const proposal = (text: string, replaces: string | null = null): Proposal => ({ text, replaces })
const about = (say: Say, act: 'stop' | 'notGiven' | 'lower', name: string) =>
  proposal(say(`medication.raise.propose.${act}`, { name: shortName(name) }))
const replacing = (say: Say, name: string) =>
  proposal(say('medication.raise.propose.replace', { name: shortName(name) }), shortName(name))
const plain = (say: Say, act: 'apart' | 'monitor') => proposal(say(`medication.raise.propose.${act}`))

/** The first is chosen until another is: nothing is stopped by default over what asks for care alone. */
const byLevel = (level: FlagSeverity, say: Say, proposals: readonly Proposal[]): Proposal[] =>
  level === 'CI' || level === 'AD'
    ? [...proposals, plain(say, 'monitor')]
    : [plain(say, 'monitor'), ...proposals]

const sentenceOf = (say: Say, alert: Pick<AlertView, 'rules'>, fallback: string) => {
  const [main] = alert.rules
  return main
    ? `${capital(main.mechanism)}. ${say('medication.raise.conduct', { action: main.action })}`
    : fallback
}

/** Pair, level and conduct of an alert between two medications that are taken. */
export function draftOfAlert(alert: AlertView, say: Say): FlagDraft {
  const [first, second] = alert.medications
  const names = [second.after.name, first.after.name]
  const pair = say('medication.raise.pair', {
    first: shortName(first.after.name),
    second: shortName(second.after.name),
  })
  const redundant = alert.kind === 'redundancy'
  return {
    title: (redundant ? `${say('medication.alerts.redundancy')} : ${pair}` : pair).slice(0, 200),
    severity: alert.level,
    detail: sentenceOf(say, alert, say('medication.alerts.redundancyAction')),
    medicationIds: [first.id, second.id],
    alertKey: alert.key,
    proposals: byLevel(alert.level, say, [
      ...names.map((name) => about(say, 'stop', name)),
      ...names.map((name) => replacing(say, name)),
      ...names.map((name) => about(say, 'lower', name)),
      plain(say, 'apart'),
    ]),
    free: false,
  }
}

/** What a new line would bring; the line itself is not part of the treatment yet. */
export interface CandidateAlert extends Pick<AlertView, 'kind' | 'level' | 'rules' | 'conditional' | 'key'> {
  readonly with: HeldMedication | undefined
}

/** @param alerts the gravest first; at least one */
export function draftOfCandidate(name: string, alerts: readonly CandidateAlert[], say: Say): FlagDraft {
  const others = alerts.flatMap((alert) => alert.with ?? [])
  const details = alerts.map((alert) => {
    const sentence = sentenceOf(say, alert, say('medication.alerts.redundancyAction'))
    return alert.with ? `${shortName(alert.with.after.name)} : ${sentence}` : sentence
  })
  return {
    title: say('medication.raise.pair', {
      first: shortName(name),
      second: others.map(({ after }) => shortName(after.name)).join(', '),
    }).slice(0, 200),
    severity: alerts[0]?.level ?? 'PE',
    detail: [...details, say('medication.raise.newMedication', { name: shortName(name) })]
      .join('\n')
      .slice(0, 2_000),
    medicationIds: others.map(({ id }) => id).slice(0, 10),
    alertKey: null,
    proposals: byLevel(alerts[0]?.level ?? 'PE', say, [
      about(say, 'notGiven', name),
      replacing(say, name),
      about(say, 'lower', name),
      ...others.slice(0, 3).map(({ after }) => about(say, 'stop', after.name)),
      plain(say, 'apart'),
    ]),
    free: false,
  }
}

/** A problem that no rule finds. @param medication what it starts from, if anything */
export function freeDraft(medication: HeldMedication | undefined, say: Say): FlagDraft {
  return {
    title: '',
    severity: 'PE',
    detail: '',
    medicationIds: medication ? [medication.id] : [],
    alertKey: null,
    proposals: medication ? freeProposals([medication], say) : [plain(say, 'monitor')],
    free: true,
  }
}

/** For the medications that a free flag names. */
export const freeProposals = (medications: readonly HeldMedication[], say: Say): Proposal[] => [
  ...medications
    .slice(0, 2)
    .flatMap(({ after: { name } }) => [
      about(say, 'stop', name),
      replacing(say, name),
      about(say, 'lower', name),
    ]),
  plain(say, 'monitor'),
]
