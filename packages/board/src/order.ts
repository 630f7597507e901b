/**
 * Fractional order keys: strings over 62 digits whose plain comparison is the order. Between any two there is
 * room for a third, so that moving a card rewrites that card alone. Two random digits at the end keep two
 * people who insert at the same place from making the same key. Keys never end in '0'.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length

/** What an order key looks like. Thousands of insertions at an end fit, hundreds at one spot. */
export const ORDER_KEY = /^[0-9A-Za-z]{0,254}[1-9A-Za-z]$/

const valueAt = (key: string, index: number) => (index < key.length ? DIGITS.indexOf(key[index]!) : 0)

/** A prefix strictly between both; `high` undefined means the end. Any digits may follow it. */
function prefixBetween(low: string, high: string | undefined): string {
  let prefix = ''
  let bounded = high !== undefined
  for (let index = 0; ; index += 1) {
    const floor = valueAt(low, index)
    const ceiling = bounded ? valueAt(high!, index) : BASE
    if (ceiling - floor > 1) {
      // At the ends a step of one leaves the most room for the next ones; in between, the middle does.
      if (high === undefined) return prefix + DIGITS[floor + 1]!
      if (low === '') return prefix + DIGITS[ceiling - 1]!
      return prefix + DIGITS[Math.floor((floor + ceiling) / 2)]!
    }
    prefix += DIGITS[floor]!
    if (ceiling > floor) bounded = false
  }
}

/**
 * A key between two neighbours. Pass undefined for an end of the list.
 * @param random between 0 and 1, as Math.random
 * @throws RangeError when `low` is not below `high`
 */
export function orderBetween(
  low: string | undefined,
  high: string | undefined,
  random: () => number = Math.random,
): string {
  if (low !== undefined && high !== undefined && low >= high) {
    throw new RangeError(`no order key fits between ${low} and ${high}`)
  }
  const start = low === undefined && high === undefined ? DIGITS[BASE >> 1]! : prefixBetween(low ?? '', high)
  const digit = (from: number) => DIGITS[from + Math.floor(random() * (BASE - from))]!
  return start + digit(0) + digit(1)
}

/** Compares by key, then by id, so that equal keys still have one order everywhere. */
export function compareOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/**
 * The key that puts something before `beforeId` in a sorted list, or at its end when that is undefined or not
 * in the list. Of neighbours with equal keys, it goes before or after them all.
 */
export function orderIn(
  sorted: readonly { readonly order: string; readonly id: string }[],
  beforeId: string | undefined,
  random?: () => number,
): string {
  const at = beforeId === undefined ? -1 : sorted.findIndex(({ id }) => id === beforeId)
  if (at < 0) return orderBetween(sorted.at(-1)?.order, undefined, random)
  const high = sorted[at]!.order
  const low = sorted.slice(0, at).findLast(({ order }) => order < high)?.order
  return orderBetween(low, high, random)
}
