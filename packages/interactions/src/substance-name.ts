import { foldText } from '@colloque/domain'

/** Acids and bases that a substance is given as; they change its strength in milligrams, not what it is. */
const SALTS = new Set(
  (
    'acetate besilate bitartrate bromhydrate bromure chlorhydrate chlorure citrate dichlorhydrate dimesilate ' +
    'dipropionate ditartrate fumarate furoate gluconate hemifumarate hemisuccinate hemitartrate hydrogenosulfate ' +
    'iodure isetionate lactate maleate mesilate nitrate oxalate palmitate pamoate phosphate propionate succinate ' +
    'sulfate tartrate tosilate valerate xinafoate arginine erbumine lysine meglumine olamine trometamol tromethamine ' +
    'argininique calcique diethylamine disodique dipotassique magnesique monosodique potassique sodique'
  ).split(' '),
)
/** Water of crystals and forms of the powder. */
const FORMS = /^(anhydre|base|micronisee?|((hemi|mono|di|tri|tetra|penta|hexa|hepta|sesqui)?hydratee?))$/
const SMALL_WORDS = new Set(['de', 'd', 'du'])

/** What is no medicine without its acid: potassium citrate is not "potassium" to the thesaurus, nor is the other way round. */
const NEEDS_ITS_SALT = new Set(
  'aluminium ammonium calcium dimethyle gallium magnesium potassium sodium zinc'.split(' '),
)

/** Names that no fold finds: other words for one substance, as the thesaurus has it. */
const SAME_AS: Readonly<Record<string, string>> = {
  'acetylsalicylate de lysine': 'acide acetylsalicylique',
  'acetylsalicylate de dl lysine': 'acide acetylsalicylique',
  aspirine: 'acide acetylsalicylique',
  'carbonate de calcium': 'calcium',
  'carbonate de lithium': 'lithium',
  'chlorure de potassium': 'potassium',
  'fusidate de sodium': 'acide fusidique',
  'gluconate de lithium': 'lithium',
  'ranelate de strontium': 'strontium',
  'valproate de sodium': 'acide valproique',
  'dabigatran etexilate': 'dabigatran',
  'loflazepate de ethyle': 'loflazepate',
  noradrenaline: 'norepinephrine',
  'olmesartan medoxomil': 'olmesartan',
}

const known = new Map<string, string>()
/** Names come from people's words, so there may be any number of them. */
const MOST_KNOWN = 20_000

/**
 * One name for one substance, in plain words: without salt, hydrate, accents or the catalogue's order of words.
 * « oméprazole sodique », « AMLODIPINE (BÉSILATE D') », « valproïque (acide) » become « omeprazole », « amlodipine »,
 * « acide valproique ».
 */
export function substanceName(text: string): string {
  let name = known.get(text)
  if (name === undefined) {
    name = fold(foldText(text))
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, name)
  }
  return name
}

function fold(plain: string): string {
  const ordered = inOrderOfSpeech(plain.split(' ').filter((word) => !FORMS.test(word)))
  const whole = ordered.map((word) => (word === 'd' ? 'de' : word)).join(' ')
  const same = SAME_AS[whole]
  if (same) return same
  if (/\bferr(eux|ique)\b/.test(whole)) return 'fer'
  const kept = withoutSalt(whole.split(' '))
  const isBare = kept.every((word) => NEEDS_ITS_SALT.has(word) || SMALL_WORDS.has(word))
  const name = isBare ? whole : kept.join(' ')
  return SAME_AS[name] ?? (name.replace(/^(\w+)dronate$/, 'acide $1dronique') || plain)
}

/** « magnesium hydroxyde de » and « valproique acide » as one says them. */
function inOrderOfSpeech(words: readonly string[]): string[] {
  const last = words.at(-1)
  if (last === 'acide' && words.length > 1) return ['acide', ...words.slice(0, -1)]
  // The salt in brackets may stand before other words: « morphine (sulfate de) ».
  if (last !== undefined && SMALL_WORDS.has(last) && words.length > 2)
    return [...words.slice(-2), ...words.slice(0, -2)]
  return [...words]
}

function withoutSalt(words: readonly string[]): string[] {
  const kept = words.filter((word) => !SALTS.has(word))
  if (kept.length === words.length) return [...words]
  while (kept[0] !== undefined && SMALL_WORDS.has(kept[0])) kept.shift()
  while (kept.length > 0 && SMALL_WORDS.has(kept.at(-1) ?? '')) kept.pop()
  return kept
}
