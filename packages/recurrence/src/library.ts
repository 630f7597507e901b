/**
 * The one place that knows how `rrule` is packed: Node finds CommonJS under `default`, bundlers find a module with
 * named exports.
 */
import * as packed from 'rrule'

const library: typeof packed = 'RRule' in packed ? packed : (packed as { default: typeof packed }).default

export const { RRule } = library
export type { Options } from 'rrule'
