/**
 * The one place that knows how `rrule` is packed: Node finds CommonJS under `default`, bundlers find a module with
 * named exports.
 */
import * as packed from 'rrule'

// Asked for by name at run time: bundlers warn of a default that is not there.
const library: typeof packed = 'RRule' in packed ? packed : (Reflect.get(packed, 'default') as typeof packed)

export const { RRule } = library
export type { Options } from 'rrule'
