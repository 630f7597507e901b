/** A threshold on its way in: what is typed, what is wrong with it and where, and what is sent. */
import {
  DomainError,
  requirePlausible,
  type AlertLevel,
  type Crossing,
  type Profession,
  type ReadingKind,
  type ThresholdContent,
  type ThresholdRule,
} from '@colloque/domain'

/** As typed. What its crossing does not use stays as it was, for whoever chooses it again. */
export interface DraftRule {
  readonly key: string
  is: Crossing['is']
  level: AlertLevel
  value: string
  value2: string
  days: string
  atLeast: string
  conduct: string
  professions: Profession[]
}

export interface Draft {
  from: string
  to: string
  rules: DraftRule[]
  reason: string
}

/** What must be corrected, beside `target` or the rule of this key. */
export interface Problem {
  readonly at: string
  readonly why: ProblemWhy
}
const WHYS = [
  'number',
  'days',
  'atLeast',
  'conduct',
  'professions',
  'half',
  'implausible',
  'contradictory',
  'key_twice',
  'not_two',
] as const
export type ProblemWhy = (typeof WHYS)[number]

/** With the comma of the reader's language. */
const shown = (value: number | undefined) => (value === undefined ? '' : String(value).replace('.', ','))

export function draftOf({ target, rules }: ThresholdContent, reason: string | null): Draft {
  return {
    from: shown(target?.from),
    to: shown(target?.to),
    reason: reason ?? '',
    rules: rules.map(({ key, level, conduct, professions, crossing }) => ({
      ...{ key, level, conduct, professions: [...professions], is: crossing.is },
      value: shown(crossing.value),
      value2: shown('value2' in crossing ? crossing.value2 : undefined),
      days: shown('days' in crossing ? crossing.days : 7),
      atLeast: shown('atLeast' in crossing ? crossing.atLeast : 6),
    })),
  }
}

/** A rule to be filled in, under a key that none of the others has. */
export function emptyRule(rules: readonly DraftRule[]): DraftRule {
  let n = rules.length + 1
  while (rules.some(({ key }) => key === `regle-${n}`)) n += 1
  return {
    ...{
      key: `regle-${n}`,
      is: 'atOrAbove',
      level: 'today',
      conduct: '',
      professions: ['physician', 'nurse'],
    },
    ...{ value: '', value2: '', days: '7', atLeast: '6' },
  }
}

export const hasDays = (is: Crossing['is']) => is !== 'atOrAbove' && is !== 'below'
export const mayHaveTwo = (kind: ReadingKind, is: Crossing['is']) =>
  kind === 'bloodPressure' && (is === 'atOrAbove' || is === 'below' || is === 'meanAtOrAbove')

const numberIn = (text: string): number | undefined => {
  const trimmed = text.trim().replace(',', '.')
  const value = Number(trimmed)
  return trimmed === '' || !Number.isFinite(value) ? undefined : value
}
const countIn = (text: string, most: number): number | undefined => {
  const n = numberIn(text)
  return n !== undefined && Number.isInteger(n) && n >= 1 && n <= most ? n : undefined
}

/** @returns what is to be sent, or what must be corrected first, the same as the server would say */
export function contentOf(kind: ReadingKind, draft: Draft): ThresholdContent | Problem[] {
  const problems: Problem[] = []
  const [from, to] = [numberIn(draft.from), numberIn(draft.to)]
  const isTyped = draft.from.trim() !== '' || draft.to.trim() !== ''
  if (isTyped && (from === undefined || to === undefined)) problems.push({ at: 'target', why: 'half' })
  const rules = draft.rules.flatMap((rule): ThresholdRule[] => {
    const made = ruleOf(kind, rule)
    if (typeof made !== 'string') return [made]
    problems.push({ at: rule.key, why: made })
    return []
  })
  if (problems.length > 0) return problems
  const target = from === undefined || to === undefined ? null : { from, to }
  const content: ThresholdContent = { target, rules }
  try {
    requirePlausible(kind, content)
  } catch (error) {
    const problem = problemIn(error)
    if (!problem) throw error
    return [problem]
  }
  return content
}

function ruleOf(kind: ReadingKind, draft: DraftRule): ThresholdRule | ProblemWhy {
  const { key, level, is, professions } = draft
  const [value, value2] = [numberIn(draft.value), numberIn(draft.value2)]
  if (value === undefined) return 'number'
  if (mayHaveTwo(kind, is) && draft.value2.trim() !== '' && value2 === undefined) return 'number'
  const days = countIn(draft.days, 400)
  if (hasDays(is) && days === undefined) return 'days'
  const atLeast = countIn(draft.atLeast, 60)
  if (is === 'meanAtOrAbove' && (atLeast === undefined || atLeast < 2)) return 'atLeast'
  const conduct = draft.conduct.trim()
  if (conduct === '') return 'conduct'
  if (professions.length === 0) return 'professions'
  const two = mayHaveTwo(kind, is) && value2 !== undefined ? { value2 } : {}
  const crossing: Crossing =
    is === 'meanAtOrAbove'
      ? { is, value, ...two, days: days ?? 1, atLeast: atLeast ?? 2 }
      : is === 'atOrAbove' || is === 'below'
        ? { is, value, ...two }
        : { is, value, days: days ?? 1 }
  return { key, level, conduct, professions, crossing }
}

/** What a refusal says of a threshold, and beside which field. Undefined for every other refusal. */
export function problemIn(error: unknown): Problem | undefined {
  if (!(error instanceof DomainError) || error.code !== 'invalid') return undefined
  const { field, why, key } = error.data
  const known = WHYS.find((one) => one === why)
  if (!known || (field !== 'target' && field !== 'rules')) return undefined
  return { at: field === 'rules' && typeof key === 'string' ? key : 'target', why: known }
}
