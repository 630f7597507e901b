import { availableParallelism } from 'node:os'
import { boardMeasures } from './boards/boards.ts'
import { firstLoadMeasures } from './first-load/first-load.ts'
import type { Measure } from './lib/measure.ts'
import { claims } from './messages/claims.ts'
import { connecting, memory } from './messages/connections.ts'
import { durablePostMeasures } from './messages/durable-posts.ts'
import { fanOutMeasures } from './messages/fan-out.ts'
import { growthMeasures } from './messages/growth.ts'
import { nodesMeasure } from './messages/nodes.ts'

/** Every measure, in the order of the report. One measure is one file that exports it; a line here plugs it in. */
export const measures: readonly Measure[] = [
  ...fanOutMeasures,
  ...durablePostMeasures,
  claims,
  connecting,
  memory,
  ...growthMeasures,
  nodesMeasure({ cores: availableParallelism() }),
  ...boardMeasures,
  ...firstLoadMeasures,
]
