import { foldText } from '@colloque/domain'
import type { InteractionLevel } from './rule.ts'

/** Levels as the thesaurus prints them, whole or short, in any of its years. */
const LEVEL_WORDS: readonly (readonly [RegExp, InteractionLevel])[] = [
  [/^(ci|contre indication|contre indique)/, 'CI'],
  [/^(ad|asdec|association deconseillee|deconseille)/, 'AD'],
  [/^(pe|precautions? d? ?emploi)/, 'PE'],
  [/^(apc|apec|a prendre en compte|il convient de prendre en compte)/, 'APC'],
]

/** @returns undefined for words that name no level */
export function levelOf(words: string): InteractionLevel | undefined {
  const plain = foldText(words)
  return LEVEL_WORDS.find(([pattern]) => pattern.test(plain))?.[1]
}

/** What each level asks for where an entry says nothing of its own: the thesaurus's definition of it. */
export const CONDUCT: Readonly<Record<InteractionLevel, string>> = {
  CI: 'ne pas associer',
  AD: 'éviter, sauf après examen approfondi du rapport bénéfice/risque',
  PE: 'association possible en respectant les recommandations du RCP',
  APC: 'risque à connaître, sans conduite particulière',
}
