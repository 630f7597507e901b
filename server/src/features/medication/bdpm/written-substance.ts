/** From the names of the public database to international names as prescriptions have them. */
import { COMMON_MEDICATIONS } from '@colloque/interactions'
import { foldText } from '@colloque/domain'

/** What is a medicine itself and no salt of something: « chlorure de sodium » is not « sodium ». */
const MINERAL =
  /^(sodium|potassium|calcium|magnesium|lithium|fer|ferreux|ferrique|zinc|cuivre|argent|aluminium|bismuth|manganese|strontium|baryum|ammonium|dimethyle|methyle|benzyle)\b/

const SALT = [
  ...['bromhydrate', 'bromure', 'chlorhydrate', 'iodure', 'nitrate', 'sulfate', 'phosphate', 'acétate'],
  ...['fumarate', 'maléate', 'malate', 'tartrate', 'citrate', 'succinate', 'lactate', 'gluconate'],
  ...['mésilate', 'bésilate', 'tosilate', 'ésilate', 'camsilate', 'oxalate', 'pamoate', 'embonate'],
  ...['propionate', 'furoate', 'valérate', 'xinafoate', 'décanoate', 'palmitate', 'hydrogénotartrate'],
].join('|')
const LEADING_SALT = new RegExp(`^(?:mono|di|tri|hémi|sesqui|hydrogéno)?(?:${SALT}) (?:de |d'|d’)(.+)$`)
const SALT_IN_BRACKETS = new RegExp(`^(?:mono|di|tri|hémi|sesqui|hydrogéno)?(?:${SALT}) (?:de|d'|d’)$`)
const TRAILING =
  /(?<![ ,])[ ,]+(?:anhydre|base|(?:mono|hémi|di|tri|sesqui|tétra|penta|hexa|hepta)?hydratée?|micronisée?)$/
/** Not of « phosphate monopotassique », where the metal is what matters. */
const TRAILING_METAL = /^(.*[^t]e|.*[^e]) (?:mono|di)?(?:sodique|potassique|calcique|magnésique)$/

/** Spellings of the list that ships, with their accents. */
const KNOWN = new Map(
  COMMON_MEDICATIONS.flatMap(({ substances }) => substances.map((name) => [foldText(name), name] as const)),
)

/**
 * A substance as people read it: `CLAVULANIQUE (ACIDE)` is « acide clavulanique », `CHLORHYDRATE DE TRAMADOL`
 * « tramadol ». `substanceName` of the interactions makes a key that nobody reads: it has no accents, and takes for
 * one what the thesaurus takes for one (« valproate de sodium » is « acide valproique » there).
 */
export function writtenSubstance(official: string): string {
  const bare = withoutSalt(unturned(official.trim().toLowerCase().replace(/\s+/g, ' ')))
  return (KNOWN.get(foldText(bare)) ?? bare).slice(0, 120)
}

/** `x (sel de)` and `x (acide)` are « sel de x », « acide x ». */
function unturned(name: string): string {
  const [, head, inBrackets, rest] = /^([^(]+) \(([^()]+)\)(.*)$/.exec(name) ?? []
  if (!head || !inBrackets) return name
  if (SALT_IN_BRACKETS.test(inBrackets) && !MINERAL.test(foldText(head))) return `${head}${rest}`
  const joined = /['’]$/.test(inBrackets) ? `${inBrackets}${head}` : `${inBrackets} ${head}`
  return `${joined}${rest}`
}

function withoutSalt(name: string): string {
  const shorter = name.replace(TRAILING, '')
  const [, ofSalt] = LEADING_SALT.exec(shorter) ?? []
  if (ofSalt && !MINERAL.test(foldText(ofSalt))) return withoutSalt(ofSalt)
  const [, ofMetal] = TRAILING_METAL.exec(shorter) ?? []
  const next = ofMetal ?? shorter
  return next === name ? name : withoutSalt(next)
}
