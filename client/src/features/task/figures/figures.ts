/** Figures of a team's tasks, as they are drawn. Pure. */
import type { TaskFigure } from '@colloque/domain'

/** Which of a figure's numbers one looks behind. */
export const PARTS = ['asked', 'toClaim', 'toCompletion', 'onTime', 'open', 'notDone'] as const
export type FigurePart = (typeof PARTS)[number]

export function tasksBehind(figure: TaskFigure, part: FigurePart): readonly string[] {
  switch (part) {
    case 'asked':
      return figure.taskIds
    case 'toClaim':
      return figure.toClaim.taskIds
    case 'toCompletion':
      return figure.toCompletion.taskIds
    case 'onTime':
      return figure.onTime.taskIds
    case 'open':
      return figure.open
    case 'notDone':
      return figure.notDone
  }
}

/** « 45 min », « 3 h », « 2 j »: in the unit that a reader would use. */
export function durationOf(minutes: number): { unit: 'minutes' | 'hours' | 'days'; n: number } {
  if (minutes < 90) return { unit: 'minutes', n: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.round(minutes / 60) }
  return { unit: 'days', n: Math.round((minutes / 1_440) * 10) / 10 }
}

/**
 * How long a bar is, 0 to 100: by square root, so that an hour can be told from a day beside a month.
 * @param longest minutes of the longest bar drawn
 */
export const barLength = (minutes: number, longest: number): number =>
  longest <= 0 ? 0 : Math.max(2, Math.round(Math.sqrt(minutes / longest) * 100))

/** Of what is drawn together. */
export const longestOf = (figures: readonly TaskFigure[]): number =>
  Math.max(
    0,
    ...figures.flatMap(({ toClaim, toCompletion }) => [
      toClaim.p90Minutes ?? 0,
      toCompletion.p90Minutes ?? 0,
    ]),
  )
