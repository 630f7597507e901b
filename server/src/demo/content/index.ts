import type { DemoCase } from '../scenario.ts'
import { raymond } from './raymond.ts'
import { rosa } from './rosa.ts'

export { HOUSE, OUTSIDER } from './people.ts'

/** The cases of the demo house. */
export const CASES: readonly DemoCase[] = [raymond, rosa]
