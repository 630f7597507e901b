import { browserRow } from './browser.ts'
import { clockRow } from './clock.ts'
import { diskRow } from './disk.ts'
import { framesRow } from './frames.ts'
import { powerRow } from './power.ts'
import type { Row } from './row.ts'
import { slowRow } from './slow.ts'
import { stormRow } from './storm.ts'

/** In the order in which they are run. */
export const ROWS: readonly Row[] = [powerRow, diskRow, clockRow, framesRow, slowRow, stormRow, browserRow]
