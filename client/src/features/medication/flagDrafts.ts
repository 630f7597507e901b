/** What a flag says before anybody has touched it: from an alert, a line that is being typed, a report, or free. */
import type { FlagKind, FlagSeverity, TreatmentReport } from '@colloque/domain'
import { shortName, type PlannedAct } from '../../platform/flag/plannedChange.ts'
import type { AlertView, HeldMedication } from './alertViews.ts'
import { capital } from '../../platform/capital.ts'

export interface Proposal {
  /** Says the proposal among the others of a draft. */
  readonly key: string
  readonly text: string
  /** The change that can be accepted as it is; null for what is proposed in words alone. */
  readonly change: { readonly act: Exclude<PlannedAct, 'keep'>; readonly medication: HeldMedication } | null
}

export interface FlagDraft {
  readonly kind: FlagKind
  readonly title: string
  readonly severity: FlagSeverity
  readonly detail: string
  readonly medicationIds: readonly string[]
  readonly alertKey: string | null
  /** The report from home that it takes up, and settles. */
  readonly reportId: string | null
  readonly proposals: readonly Proposal[]
  /** Written freely: what it is about and how grave is chosen. */
  readonly free: boolean
}

/** Texts with their words filled in: `t` of the feature. */
export type Say = (key: string, words?: Record<string, string>) => string

const ACTS = ['stop', 'change', 'replace', 'pause'] as const
const changes = (
  say: Say,
  medication: HeldMedication,
  acts: readonly (typeof ACTS)[number][] = ACTS,
): Proposal[] =>
  acts.map((act) => ({
    key: `${act} ${medication.id}`,
    text: say(`medication.raise.propose.${act}`, { name: shortName(medication.after.name) }),
    change: { act, medication },
  }))
const words = (say: Say, act: 'apart' | 'monitor'): Proposal => ({
  ...{ key: act, change: null },
  text: say(`medication.raise.propose.${act}`),
})

/** The first is chosen until another is: nothing is stopped by default over what asks for care alone. */
const byLevel = (level: FlagSeverity, say: Say, proposals: readonly Proposal[]): Proposal[] =>
  level === 'CI' || level === 'AD'
    ? [...proposals, words(say, 'monitor')]
    : [words(say, 'monitor'), ...proposals]

const sentenceOf = (say: Say, alert: Pick<AlertView, 'rules'>, fallback: string) => {
  const [main] = alert.rules
  return main
    ? `${capital(main.mechanism)}. ${say('medication.raise.conduct', { action: main.action })}`
    : fallback
}

const KINDS = { interaction: 'interaction', redundancy: 'duplicate', allergy: 'allergy' } as const

/** Pair, level and conduct of an alert about what is taken. @param allergy in words, of an alert of that kind */
export function draftOfAlert(alert: AlertView, say: Say, allergy = ''): FlagDraft {
  const { medications, kind } = alert
  const [first, second] = medications
  const pair = second
    ? say('medication.raise.pair', {
        first: shortName(first.after.name),
        second: shortName(second.after.name),
      })
    : say('medication.raise.pair', { first: shortName(first.after.name), second: allergy })
  const prefix =
    kind === 'interaction' ? '' : `${say(`medication.alerts.${alert.allergy?.kind ?? 'redundancy'}`)} : `
  const action =
    kind === 'allergy'
      ? say('medication.alerts.allergyAction', { to: allergy })
      : say('medication.alerts.redundancyAction')
  const backwards = [...medications].reverse()
  return {
    kind: KINDS[kind],
    title: `${prefix}${pair}`.slice(0, 200),
    severity: alert.level,
    detail: sentenceOf(say, alert, action),
    medicationIds: medications.map(({ id }) => id),
    alertKey: alert.key,
    reportId: null,
    proposals: byLevel(alert.level, say, [
      ...ACTS.flatMap((act) => backwards.flatMap((medication) => changes(say, medication, [act]))),
      ...(second ? [words(say, 'apart')] : []),
    ]),
    free: false,
  }
}

/** What a new line would bring; the line itself is not part of the treatment yet. */
export interface CandidateAlert extends Pick<
  AlertView,
  'kind' | 'level' | 'rules' | 'conditional' | 'key' | 'allergy'
> {
  readonly with: HeldMedication | undefined
}

/** @param alerts the gravest first; at least one */
export function draftOfCandidate(name: string, alerts: readonly CandidateAlert[], say: Say): FlagDraft {
  const others = alerts.flatMap((alert) => alert.with ?? [])
  const [main] = alerts
  const details = alerts.map((alert) => {
    if (alert.allergy) return say('medication.alerts.allergyAction', { to: alert.allergy.to })
    const sentence = sentenceOf(say, alert, say('medication.alerts.redundancyAction'))
    return alert.with ? `${shortName(alert.with.after.name)} : ${sentence}` : sentence
  })
  const second = others.map(({ after }) => shortName(after.name)).join(', ') || (main?.allergy?.to ?? '')
  const ofLine = (act: 'notGiven' | 'lower'): Proposal => ({
    ...{ key: act, change: null },
    text: say(`medication.raise.propose.${act}`, { name: shortName(name) }),
  })
  return {
    kind: KINDS[main?.kind ?? 'interaction'],
    title: say('medication.raise.pair', { first: shortName(name), second }).slice(0, 200),
    severity: main?.level ?? 'PE',
    detail: [...details, say('medication.raise.newMedication', { name: shortName(name) })]
      .join('\n')
      .slice(0, 2_000),
    medicationIds: [...new Set(others.map(({ id }) => id))].slice(0, 10),
    alertKey: null,
    reportId: null,
    proposals: byLevel(main?.level ?? 'PE', say, [
      ofLine('notGiven'),
      ofLine('lower'),
      ...others.slice(0, 3).flatMap((medication) => changes(say, medication, ['stop', 'replace'])),
      words(say, 'apart'),
    ]),
    free: false,
  }
}

/** A problem that no rule finds. @param medication what it starts from, if anything */
export function freeDraft(medication: HeldMedication | undefined, say: Say): FlagDraft {
  return {
    ...{ kind: 'other', title: '', severity: 'PE', detail: '', alertKey: null, reportId: null, free: true },
    medicationIds: medication ? [medication.id] : [],
    proposals: freeProposals(medication ? [medication] : [], say),
  }
}

/** What was noticed at home, made a flag by the pharmacist. @param who in words, who noticed it */
export function draftOfReport(
  report: { readonly id: string; readonly after: TreatmentReport },
  medications: readonly HeldMedication[],
  who: string,
  say: Say,
): FlagDraft {
  const { kind, words: said, medicationIds } = report.after
  const named = medications.filter(({ id }) => medicationIds.includes(id))
  const names = named.map(({ after }) => shortName(after.name)).join(', ')
  return {
    ...freeDraft(undefined, say),
    kind,
    title: [say(`medication.raise.kinds.${kind}`), names].filter(Boolean).join(' : ').slice(0, 200),
    detail: say('medication.raise.reported', { who, words: said }).slice(0, 2_000),
    medicationIds: named.map(({ id }) => id),
    reportId: report.id,
    proposals: freeProposals(named, say),
  }
}

/** For the medications that a free flag names. */
export const freeProposals = (medications: readonly HeldMedication[], say: Say): Proposal[] => [
  words(say, 'monitor'),
  ...medications.slice(0, 2).flatMap((medication) => changes(say, medication)),
]
