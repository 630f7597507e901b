/**
 * The protocols that ship with Colloque, in the language of those who use them: what a team begins with, changes and
 * adopts by name. Delays without a source in their comment are habits of houses, not rules: somebody of the trade reads
 * them before a team adopts them, and « usage » in what is shown says so.
 */
import type { ShippedProtocol } from './protocol.ts'
import { anticoagulant } from './protocols/anticoagulant.data.ts'
import { complexDressing } from './protocols/complex-dressing.data.ts'
import { diabetesEducation } from './protocols/diabetes-education.data.ts'
import { dischargeHome } from './protocols/discharge-home.data.ts'
import { fallPrevention } from './protocols/fall-prevention.data.ts'
import { heartFailure } from './protocols/heart-failure.data.ts'
import { homeBloodPressure } from './protocols/home-blood-pressure.data.ts'

export const SHIPPED_PROTOCOLS: readonly ShippedProtocol[] = [
  anticoagulant,
  complexDressing,
  heartFailure,
  homeBloodPressure,
  fallPrevention,
  diabetesEducation,
  dischargeHome,
]
