/**
 * Which passwords may be chosen. Where signing in is throttled, a password has to withstand 2^50 guesses.
 * Source: CNIL, délibération 2022-100 of 21 July 2022.
 */
import type { ZxcvbnFactory, ZxcvbnResult } from '@zxcvbn-ts/core'

export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 200
const BITS_MIN = 50
/** Estimating 200 characters takes seconds: the first ones have to be enough. Measured: below 40 ms. */
const ESTIMATED_CHARACTERS = 32
const SUBSTITUTIONS_MAX = 10
/** A password of so little is one that everybody tries, whatever it is made of. */
const COMMON_BITS = 30

export type PasswordRefusal =
  | { readonly why: 'too_short'; readonly minimum: number }
  | { readonly why: 'too_long'; readonly maximum: number }
  | { readonly why: 'common' }
  | { readonly why: 'own_name' }
  | { readonly why: 'guessable' }

/** Whom a password is for: what of them is known to others adds nothing to it. */
export interface PasswordOwner {
  readonly name: string
  readonly email: string
  readonly teamNames?: readonly string[]
}

/** @returns why a password is refused; undefined for one that may be chosen */
export async function refusalOfPassword(
  password: string,
  owner: PasswordOwner,
): Promise<PasswordRefusal | undefined> {
  // Not counted in bytes, nor by the halves that an emoji is stored in.
  const length = [...password].length
  if (length < PASSWORD_MIN) return { why: 'too_short', minimum: PASSWORD_MIN }
  if (password.length > PASSWORD_MAX) return { why: 'too_long', maximum: PASSWORD_MAX }
  const estimator = await estimatorOfPasswords()
  const words = ownWords(owner)
  const result = estimator.check(password.slice(0, ESTIMATED_CHARACTERS), words)
  const bits = bitsOf(result)
  if (bits >= BITS_MIN) return undefined
  const isOwn = words.some((word) => password.toLowerCase().includes(word))
  if (isOwn) return { why: 'own_name' }
  return { why: bits < COMMON_BITS ? 'common' : 'guessable' }
}

/**
 * Guesses as zxcvbn counts them, which takes whatever it knows no pattern in for ten possibilities a character. That is
 * right for a word of no dictionary and far too little for what a generator made, which is counted by its alphabet.
 */
function bitsOf({ guessesLog10, sequence }: ZxcvbnResult): number {
  let bits = guessesLog10 * Math.log2(10)
  for (const { pattern, token } of sequence) {
    const alphabet = alphabetOf(token)
    const isGenerated = pattern === 'bruteforce' && token.length >= 10 && alphabet > 60
    if (isGenerated) bits += token.length * (Math.log2(alphabet) - Math.log2(10))
  }
  return bits
}

/** How many characters there are of the kinds that stand in a text: above 60 with three kinds of four. */
function alphabetOf(text: string): number {
  const kinds: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^a-zA-Z\d\s]/, 32],
  ]
  return kinds.reduce((sum, [kind, size]) => (kind.test(text) ? sum + size : sum), 0)
}

/** Words of four letters or more, as written and without accents. */
function ownWords({ name, email, teamNames = [] }: PasswordOwner): string[] {
  const words = [name, email, ...teamNames].flatMap((text) => {
    const said = text.toLowerCase().slice(0, 254)
    return [said, ...said.split(/[^\p{L}\p{N}]+/u)]
  })
  const plain = words.map((word) => word.normalize('NFD').replace(/\p{M}/gu, ''))
  return [...new Set([...words, ...plain])].filter(({ length }) => length >= 4)
}

let estimator: Promise<ZxcvbnFactory> | undefined

/** The dictionaries take 2 MB of files and 35 MB of memory, wanted only by whoever chooses a password. */
function estimatorOfPasswords(): Promise<ZxcvbnFactory> {
  return (estimator ??= (async () => {
    const [{ ZxcvbnFactory }, common, french, english] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
      import('@zxcvbn-ts/language-fr'),
      import('@zxcvbn-ts/language-en'),
    ])
    return new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...french.dictionary, ...english.dictionary },
      graphs: common.adjacencyGraphs,
      maxLength: ESTIMATED_CHARACTERS,
      l33tMaxSubstitutions: SUBSTITUTIONS_MAX,
    })
  })())
}
