import type { Component } from './bdpm-rows.ts'

const NUMBER = String.raw`(?:\d{1,2}(?: \d{3}){2}|\d{1,3} \d{3}|\d+)(?:[.,]\d+)?`
const UNIT = String.raw`(?:microgrammes?|µg|mcg|mg|g|ml|l|m?mol|mEq|[kMG]Bq|CH|DH|(?:M\.?|m|millions? d['’])?(?:U\.?I\.?|unités?)|pour (?:cent|mille)|%)(?![\p{L}\d])`
const DOSE = `${NUMBER} ?(?:${UNIT})`
/** `1 g/125 mg`, `10 mg/ml`, `15 mg + 20 mg`, `25 microgrammes/heure`: at the end of the name, before its form. */
const AT_END = new RegExp(
  String.raw`(?:^|\s)(${DOSE}(?: ?(?:\/|\+) ?(?:${DOSE}|(?:${NUMBER} ?)?\p{L}+))*(?: pour (?:mille|cent|\d+ ?ml))?)(?:\s?\(.*\))?$`,
  'iu',
)
/** One thing that is taken, unlike 100 ml of a bottle. */
const ONE_PIECE = /^(?:un|une|1) (?!ml|g|mg|l)/i
/** Products with more have their strengths in their name. */
const STRENGTHS_MOST = 4

/** As the name has it, before its form: what prescribers know, also where the composition is weighed otherwise. */
export function strengthInName(name: string): string | null {
  return AT_END.exec(name.split(/,\s/)[0] ?? '')?.[1] ?? null
}

/** Of each substance in one piece; null where they are told for something else, or differ from piece to piece. */
export function strengthOfPieces(components: Iterable<readonly Component[]>): string | null {
  const doses: string[] = []
  for (const ofSubstance of components) {
    const held = new Set(ofSubstance.map(({ dosage, per }) => (ONE_PIECE.test(per) ? dosage : null)))
    const [only] = held
    if (held.size !== 1 || !only) return null
    doses.push(only)
  }
  return doses.length > 0 && doses.length <= STRENGTHS_MOST ? doses.join(' / ').slice(0, 120) : null
}
