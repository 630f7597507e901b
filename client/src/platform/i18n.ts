import { createI18n } from 'vue-i18n'

export const LOCALES = ['fr', 'en'] as const
export type Locale = (typeof LOCALES)[number]

export interface MessageTree {
  readonly [key: string]: string | MessageTree
}

/** A translation with exactly the keys of another: `export const en: SameKeys<typeof fr> = {…}`. */
export type SameKeys<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : SameKeys<Tree[Key]>
}

/** French counts 0 and 1 as one; a third form, first, is for none: `aucune | une | {n} autres`. */
function frenchPlural(count: number, forms: number): number {
  if (forms === 2) return count < 2 ? 0 : 1
  return count === 0 ? 0 : count < 2 ? 1 : 2
}

/** Texts of one language by namespace: `session` for features/session/messages.ts, hence `t('session.signIn')`. */
export type Texts = Readonly<Record<string, MessageTree>>

/** @param trees by the path of their `messages.ts`, whose folder is the namespace; app/ is the folder that asks */
export const byNamespace = (trees: Readonly<Record<string, MessageTree>>): Texts =>
  Object.fromEntries(
    Object.entries(trees).map(([path, tree]) => [
      path.replace(/^\.\//, 'app/').split('/').at(-2) ?? path,
      tree,
    ]),
  )

/** French that came with a feature, by namespace. The page's own: modules are loaded once for all. */
const late = new Map<string, MessageTree>()
const waiting = new Set<(namespace: string, tree: MessageTree) => void>()

/**
 * The French of a feature, as its components bring it. In the texts, write `{'@'}`, `{'|'}` and `{'{'}` for these signs.
 * @public called by what build/textsWithFeatures.ts writes
 */
export function addTexts(namespace: string, tree: MessageTree): void {
  late.set(namespace, tree)
  for (const take of waiting) take(namespace, tree)
}

/**
 * @param texts French, which stands in for what another language lacks, and others that are there already
 * @param set how a text is set, once names and numbers stand in it
 */
export function createTranslations(
  texts: Readonly<{ fr: Texts } & Partial<Record<Locale, Texts>>>,
  locale: Locale,
  set?: (text: string) => string,
) {
  const translations = createI18n({
    legacy: false,
    globalInjection: false,
    locale,
    fallbackLocale: 'fr',
    messages: { ...texts } as Record<Locale, Texts>,
    pluralRules: { fr: frenchPlural },
    ...(set ? { postTranslation: (text) => (typeof text === 'string' ? set(text) : text) } : {}),
  })
  const take = (namespace: string, tree: MessageTree) =>
    translations.global.mergeLocaleMessage('fr', { [namespace]: tree })
  for (const [namespace, tree] of late) take(namespace, tree)
  waiting.add(take)
  return translations
}
