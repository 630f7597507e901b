/** What a colleague saved while one was writing, taken into one's own draft. Pure. */
import type { ProtocolContent, ProtocolStep } from '@colloque/domain'
import { isSame } from '../sameContent.ts'

export interface Merged {
  readonly content: ProtocolContent
  /** Keys of steps, and names of fields, that both changed: one's own words stand. */
  readonly both: readonly string[]
}

const FIELDS = ['name', 'purpose', 'source', 'thresholds', 'delegations', 'lastsDays'] as const

/**
 * Field by field, and step by step: what one has not touched is as the colleague left it.
 * @param base as it was when one began to write
 */
export function mergeDrafts(base: ProtocolContent, mine: ProtocolContent, theirs: ProtocolContent): Merged {
  const both: string[] = []
  const choose = <Value>(name: string, was: Value, own: Value, other: Value): Value => {
    if (isSame(was, own)) return other
    if (!isSame(was, other) && !isSame(own, other)) both.push(name)
    return own
  }
  const content = { ...mine }
  for (const field of FIELDS)
    Object.assign(content, { [field]: choose(field, base[field], mine[field], theirs[field]) })

  const [was, own, other] = [byKey(base), byKey(mine), byKey(theirs)]
  const merged = new Map<string, ProtocolStep>()
  for (const key of new Set([...own.keys(), ...other.keys()])) {
    const step = choose(key, was.get(key), own.get(key), other.get(key))
    if (step) merged.set(key, step)
  }
  return { content: { ...content, steps: inOrder(base, mine, theirs, merged) }, both }
}

const byKey = ({ steps }: ProtocolContent) => new Map(steps.map((step) => [step.key, step]))
const keysOf = ({ steps }: ProtocolContent) => steps.map(({ key }) => key)

/** One's own order where one has changed it, theirs otherwise; what only the other has comes after its neighbour. */
function inOrder(
  base: ProtocolContent,
  mine: ProtocolContent,
  theirs: ProtocolContent,
  merged: ReadonlyMap<string, ProtocolStep>,
): ProtocolStep[] {
  const isOwn = !isSame(keysOf(base), keysOf(mine))
  const [first, second] = isOwn ? [keysOf(mine), keysOf(theirs)] : [keysOf(theirs), keysOf(mine)]
  const order = first.filter((key) => merged.has(key))
  for (const [index, key] of second.entries()) {
    if (!merged.has(key) || order.includes(key)) continue
    const before = second.slice(0, index).findLast((one) => order.includes(one))
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key)
  }
  return order.flatMap((key) => merged.get(key) ?? [])
}
