import { fromVersion1, fromVersion2, fromVersion3, fromVersion4 } from '@colloque/domain'
import type { Upcaster } from './change-log/index.ts'

/** From the shapes of every release before to those of this one, in their order. They stay for ever. */
export const upcasters: readonly Upcaster[] = [
  { from: 1, upcast: fromVersion1 },
  { from: 2, upcast: fromVersion2 },
  { from: 3, upcast: fromVersion3 },
  { from: 4, upcast: fromVersion4 },
]
