import type { DemoCase } from '../scenario.ts'
import { raymond } from './raymond.ts'
import { rosa } from './rosa.ts'
import { yvonne } from './yvonne.ts'
import { etienne } from './etienne.ts'
import { lucien } from './lucien.ts'

export { HOUSE, OUTSIDER } from './people.ts'

/** The cases of the demo house. */
export const CASES: readonly DemoCase[] = [raymond, rosa, yvonne, lucien, etienne]
