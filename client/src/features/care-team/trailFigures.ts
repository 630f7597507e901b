import type { QueryOutput } from '@colloque/contract'

type Months = QueryOutput<'teamAudit'>['items']
type Kind = Months[number]['counts'][number]['kind']

/** What is worth a look, and of which records it is made; the one to look at first, first. */
const GROUPS = {
  glass: ['breakGlass.used'],
  refused: ['session.failed', 'factor.failed'],
  reused: ['session.reused'],
  recovery: ['recovery.asked', 'recovery.used'],
  factors: ['factor.removed'],
  invited: ['invitation.made', 'invitation.used', 'invitation.withdrawn'],
} as const satisfies Record<string, readonly Kind[]>
export type TrailGroup = keyof typeof GROUPS

export interface TrailFigure {
  readonly group: TrailGroup
  /** The oldest first; `month` is YYYY-MM. */
  readonly months: readonly { readonly month: string; readonly count: number }[]
  readonly most: number
}

/** The month after, YYYY-MM. */
function next(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

/**
 * Twelve months up to a month, with zero where nothing was counted.
 * @param until YYYY-MM
 */
export function trailFigures(items: Months, until: string): TrailFigure[] {
  const names: string[] = []
  const [year = 0, number = 0] = until.split('-').map(Number)
  let month = new Date(Date.UTC(year, number - 12, 1)).toISOString().slice(0, 7)
  for (; month <= until; month = next(month)) names.push(month)
  return (Object.keys(GROUPS) as TrailGroup[]).map((group) => {
    const kinds: readonly Kind[] = GROUPS[group]
    const months = names.map((name) => ({
      month: name,
      count: (items.find((item) => item.month === name)?.counts ?? [])
        .filter(({ kind }) => kinds.includes(kind))
        .reduce((sum, { count }) => sum + count, 0),
    }))
    return { group, months, most: Math.max(...months.map(({ count }) => count)) }
  })
}
