import type { BenchContext, Measure, RoundFigures } from '../lib/measure.ts'
import { ours, type Scene, type Stage } from './contenders.ts'

const ROOMS = 10
const MESSAGES = 100

const atRate = (scene: Scene, { quick }: BenchContext): Promise<RoundFigures> =>
  scene.clients.atRate({ rate: 50, seconds: quick ? 2 : 20 })

const stageOf = (cases: number): Stage => ({
  rooms: ROOMS,
  clients: 5,
  house: { accounts: 200, circle: 5, messages: MESSAGES, copies: cases - ROOMS },
})

/** The same people at work in the same number of cases, beside few others and many. */
const growth = (cases: number, long: boolean): Measure => ({
  name: `growth-${cases}`,
  title: `Growth: from ${ROOMS} to ${cases.toLocaleString('en-GB')} cases, ${(ROOMS * MESSAGES).toLocaleString('en-GB')} to ${(cases * MESSAGES).toLocaleString('en-GB')} messages`,
  figures: [
    { key: 'p50', name: 'post → last of 5 at 50/s over 10 cases, p50', unit: 'ms', better: 'lower' },
    { key: 'p99', name: 'the same, p99', unit: 'ms', better: 'lower', target: { ratio: 1.2 } },
  ],
  contenders: [
    ours(stageOf(ROOMS), atRate, { role: 'baseline', label: `${ROOMS} cases` }),
    ours(stageOf(cases), atRate, { label: `${cases.toLocaleString('en-GB')} cases` }),
  ],
  rounds: 5,
  ...(long ? { long } : {}),
})

export const growthMeasures: readonly Measure[] = [growth(1_000, false), growth(10_000, true)]
