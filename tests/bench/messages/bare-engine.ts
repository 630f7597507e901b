import { join } from 'node:path'
import type { BenchContext, Contender, RoundFigures } from '../lib/measure.ts'
import { startRemote, type Remote } from '../lib/remote.ts'
import type { BareEngine } from './engine.process.ts'

const ENGINE = join(import.meta.dirname, 'engine.process.ts')

/** The engine without a server before it. */
export const bareEngine = (
  as: Pick<Contender, 'role' | 'label'>,
  play: (engine: Remote<BareEngine>, context: BenchContext) => Promise<RoundFigures>,
): Contender => ({
  ...as,
  start: async (context) => {
    const engine = startRemote<BareEngine>(ENGINE)
    await (engine.call.start as () => Promise<unknown>)()
    return {
      run: () => play(engine.call, context),
      stop: async () => {
        await (engine.call.stop as () => Promise<unknown>)()
        await engine.stop()
      },
    }
  },
})
