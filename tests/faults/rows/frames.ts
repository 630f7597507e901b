import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '@colloque/history'
import { redisProgram } from '@colloque/testing'
import { castOf } from '../cast.ts'
import { createFrameProxy } from '../frame-proxy.ts'
import { startHouse } from '../house.ts'
import { runRound } from '../round.ts'
import type { Row } from './row.ts'

const SHARE = 0.1

/**
 * Of the frames of every socket and board, either way, a tenth passes twice and a tenth changes places with the next.
 * A WebSocket does neither; what relies on its order may break off and begin anew, but nothing may become wrong.
 */
export const framesRow: Row = {
  name: 'frames',
  holds: 'frames that come twice or in another order change nothing that was told or stored',
  async run({ seed, length }) {
    const random = createRandom(seed)
    const house = await startHouse({ redis: redisProgram() !== '' })
    const proxies = [
      await createFrameProxy(house.nodes[0].port, { share: SHARE, random }),
      await createFrameProxy(house.nodes[1].port, { share: SHARE, random }),
    ] as const
    try {
      const report = await runRound(house, await castOf(house, 4, proxies), {
        seed,
        ms: length === 'short' ? 15_000 : 60_000,
        atLeast: 0,
        breaking: async ({ signal }) => {
          while (!signal.aborted) await wait(100)
          for (const proxy of proxies) proxy.behave()
        },
      })
      const count = (key: 'frames' | 'doubled' | 'moved') =>
        proxies.reduce((sum, { counts }) => sum + counts[key], 0)
      const figures = { frames: count('frames'), doubled: count('doubled'), moved: count('moved') }
      const violations = Object.entries(report.violations).flatMap(([checker, found]) =>
        found.map((sentence) => `${checker}: ${sentence}`),
      )
      if (figures.doubled < 100 || figures.moved < 100)
        violations.push('too few frames passed to show anything')
      return { violations, counts: { ...figures, ...report.counts } }
    } finally {
      for (const proxy of proxies) await proxy.stop()
      await house.stop()
    }
  },
}
