const UNITS = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const
type Unit = keyof typeof UNITS

/** How often something is done: `5 seconds`, `1 hour`. */
export type Interval = `${number} ${Unit | `${Unit}s`}`

/** @returns milliseconds */
export function intervalMs(interval: Interval): number {
  const [count, unit] = interval.split(' ') as [string, string]
  return Number(count) * UNITS[unit.replace(/s$/, '') as Unit]
}
