/** What differs between two states of a care plan, passage by passage, to be shown side by side. */
import type { PlanBlock, PlanContent } from './plan-content.ts'

/** Parts of a plan as it is read, in order. */
export const PLAN_PARTS = [
  'person',
  'consent',
  'wishes',
  'situation',
  'health',
  'supports',
  'needs',
  'medications',
  'objectives',
  'actions',
  'alerts',
  'reviews',
] as const
export type PlanPart = (typeof PLAN_PARTS)[number]

/** One passage that is there before, after, or both with other words. */
export interface PlanDifference {
  readonly part: PlanPart
  /** Stable: an entry's id, or the place in a text. */
  readonly key: string
  readonly before: readonly string[] | null
  readonly after: readonly string[] | null
  /** Same words at another place. */
  readonly moved: boolean
}

/** How values that are no words are said: professions, statuses, days. The screen's language, or ids in a test. */
export type SayValue = (field: string, value: unknown) => string

interface Passage {
  readonly key: string
  readonly lines: readonly string[]
}

/** @param before null: nothing was signed yet, everything is new */
export function comparePlans(
  before: PlanContent | null,
  after: PlanContent,
  say: SayValue,
): PlanDifference[] {
  return PLAN_PARTS.flatMap((part) =>
    comparePassages(part, before ? passagesOf(before, part, say) : [], passagesOf(after, part, say)),
  )
}

/** The parts in which two states differ. */
export const changedParts = (differences: readonly PlanDifference[]): PlanPart[] => [
  ...new Set(differences.map(({ part }) => part)),
]

/** A part of the plan as passages, each a few lines of words. */
export function passagesOf(content: PlanContent, part: PlanPart, say: SayValue): Passage[] {
  const { document, consent, patient, referent } = content
  const entry = (key: string, ...fields: [string, unknown][]): Passage => ({
    key,
    lines: fields.flatMap(([field, value]) => (isEmpty(value) ? [] : [say(field, value)])),
  })
  switch (part) {
    case 'person':
      return [
        entry('identity', ['patient', patient]),
        entry('allergies', ['allergies', content.allergies]),
        entry('referent', ['person', referent]),
        entry('nextReview', ['nextReviewOn', document.nextReviewOn]),
      ].filter(({ lines }) => lines.length > 0)
    case 'consent':
      return consent
        ? [entry('consent', ['consent', consent], ['text', consent.scope], ['text', consent.note])]
        : []
    case 'wishes':
      return content.wishes.map((wish) => entry(wish.id, ['wish', wish], ['text', wish.text]))
    case 'situation':
    case 'health':
    case 'supports':
      return blockPassages(document[part])
    case 'needs':
      return content.needs.map((need) => entry(need.id, ['text', need.text], ['need', need]))
    case 'medications':
      return content.medications.map(({ id, name, posology, moments, indication }) =>
        entry(id, ['text', name], ['text', posology], ['moments', moments], ['text', indication]),
      )
    case 'objectives':
      return document.objectives.map(({ id, text, status, reason }) =>
        entry(id, ['text', text], ['objectiveStatus', status], ['text', reason]),
      )
    case 'actions':
      return document.actions.map(({ id, what, who, when, due, kind }) =>
        entry(id, ['text', what], ['who', who], ['text', when], ['due', due], ['actionKind', kind]),
      )
    case 'alerts':
      return document.alerts.map(({ id, sign, conduct, call }) =>
        entry(id, ['text', sign], ['text', conduct], ['text', call]),
      )
    case 'reviews':
      return document.reviews.map(({ id, on, people, summary }) =>
        entry(id, ['day', on], ['text', people], ['text', summary]),
      )
  }
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

/** Paragraphs have no ids: equal ones at both ends belong together, and what is between them is one passage. */
const blockPassages = (blocks: readonly PlanBlock[]): Passage[] =>
  blocks.map(({ text, checked }, index) => ({
    key: `#${index}`,
    lines: [checked === undefined ? text : `${checked ? '☑' : '☐'} ${text}`],
  }))

function comparePassages(
  part: PlanPart,
  before: readonly Passage[],
  after: readonly Passage[],
): PlanDifference[] {
  if (before.some(({ key }) => key.startsWith('#')) || after.some(({ key }) => key.startsWith('#')))
    return compareText(part, before, after)
  const known = new Map(before.map((passage, index) => [passage.key, { passage, index }]))
  const kept = after.filter(({ key }) => known.has(key)).map(({ key }) => key)
  const order = before.filter(({ key }) => kept.includes(key)).map(({ key }) => key)
  const changed = after.flatMap((passage): PlanDifference[] => {
    const { key, lines } = passage
    const was = known.get(key)?.passage
    if (!was) return [{ part, key, before: null, after: lines, moved: false }]
    if (!isSame(was.lines, lines)) return [{ part, key, before: was.lines, after: lines, moved: false }]
    const moved = order.indexOf(key) !== kept.indexOf(key)
    return moved ? [{ part, key, before: was.lines, after: lines, moved }] : []
  })
  const removed = before
    .filter(({ key }) => !after.some((one) => one.key === key))
    .map(({ key, lines }): PlanDifference => ({ part, key, before: lines, after: null, moved: false }))
  return [...changed, ...removed]
}

function compareText(
  part: PlanPart,
  before: readonly Passage[],
  after: readonly Passage[],
): PlanDifference[] {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && isSame(before[start]!.lines, after[start]!.lines)) start++
  let end = 0
  while (end < most - start && isSame(before.at(-1 - end)!.lines, after.at(-1 - end)!.lines)) end++
  const linesOf = (passages: readonly Passage[]) => {
    const between = passages.slice(start, passages.length - end).flatMap(({ lines }) => lines)
    return between.length > 0 ? between : null
  }
  const was = linesOf(before)
  const is = linesOf(after)
  return was || is ? [{ part, key: `#${start}`, before: was, after: is, moved: false }] : []
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((line, index) => line === other[index])
