/** Keeps the end's dot and the stroke inside the picture. */
const MARGIN = 3

type Point = readonly [x: number, y: number]

/** Points of lines that share one scale; a line that does not move runs in the middle. */
export function sparkline(
  series: readonly (readonly number[])[],
  width: number,
  height: number,
): readonly (readonly Point[])[] {
  const all = series.flat()
  const low = Math.min(...all)
  const span = Math.max(...all) - low
  const x = (index: number, count: number) =>
    count < 2 ? width - MARGIN : MARGIN + (index * (width - 2 * MARGIN)) / (count - 1)
  const y = (value: number) =>
    span === 0 ? height / 2 : height - MARGIN - ((value - low) * (height - 2 * MARGIN)) / span
  const round = (value: number) => Math.round(value * 10) / 10
  return series.map((values) =>
    values.map((value, index): Point => [round(x(index, values.length)), round(y(value))]),
  )
}
