import type {
  BenchContext,
  Contender,
  ContenderSamples,
  Measure,
  MeasureResult,
  RoundFigures,
} from './measure.ts'

/** Plays a measure's rounds, the contenders in turn, each round in the other direction. */
export async function runMeasure(measure: Measure, context: BenchContext): Promise<MeasureResult> {
  const { name, title, figures, note } = measure
  const shown = { measure: { name, title, figures, ...(note === undefined ? {} : { note }) } }
  const rounds = context.rounds ?? (context.quick ? 1 : (measure.rounds ?? 3))
  const play = measure.oneAtATime ? playApart : playTogether
  try {
    return { ...shown, contenders: await play(measure.contenders, rounds, context) }
  } catch (error) {
    return { ...shown, contenders: [], missing: `it broke: ${(error as Error).message.split('\n', 1)[0]}` }
  }
}

async function playTogether(
  contenders: readonly Contender[],
  rounds: number,
  context: BenchContext,
): Promise<ContenderSamples[]> {
  const stops: (() => Promise<void>)[] = []
  try {
    const standing = []
    for (const contender of contenders) {
      const running = await contender.start(context)
      stops.push(() => running.stop())
      standing.push({ contender, running, samples: [] as RoundFigures[] })
    }
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes second finds other caches, and a warmer machine.
      const order = round % 2 === 0 ? standing : [...standing].reverse()
      for (const { contender, running, samples } of order) {
        samples.push(await running.run(round))
        context.say(sentence(contender, round, samples.at(-1)))
      }
    }
    return standing.map(({ contender: { role, label }, samples }) => ({ role, label, rounds: samples }))
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

/** Stood up anew for each round, alone on the machine. */
async function playApart(
  contenders: readonly Contender[],
  rounds: number,
  context: BenchContext,
): Promise<ContenderSamples[]> {
  const samples = new Map(contenders.map((contender) => [contender, [] as RoundFigures[]]))
  for (let round = 0; round < rounds; round += 1)
    for (const [contender, list] of round % 2 === 0 ? samples : [...samples].reverse()) {
      const running = await contender.start(context)
      try {
        list.push(await running.run(round))
      } finally {
        await running.stop()
      }
      context.say(sentence(contender, round, list.at(-1)))
    }
  return [...samples].map(([{ role, label }, list]) => ({ role, label, rounds: list }))
}

function sentence({ label }: Contender, round: number, figures: RoundFigures = {}): string {
  const words = Object.entries(figures).map(([key, value]) => `${key} ${Number(value.toPrecision(3))}`)
  return `  round ${round + 1}, ${label}: ${words.join(', ')}`
}
