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

/** What a `messages.ts` exports. In the texts, write `{'@'}`, `{'|'}` and `{'{'}` for these signs. */
export interface Messages {
  readonly fr: MessageTree
  readonly en: MessageTree
}

/** French counts 0 and 1 as one; a third form, first, is for none: `aucune | une | {n} autres`. */
function frenchPlural(count: number, forms: number): number {
  if (forms === 2) return count < 2 ? 0 : 1
  return count === 0 ? 0 : count < 2 ? 1 : 2
}

/** @param messages by namespace: `session` for features/session/messages.ts, hence `t('session.signIn')` */
export function createTranslations(messages: Readonly<Record<string, Messages>>, locale: Locale) {
  const tree = (language: Locale) =>
    Object.fromEntries(Object.entries(messages).map(([namespace, texts]) => [namespace, texts[language]]))
  return createI18n({
    legacy: false,
    globalInjection: false,
    locale,
    fallbackLocale: 'fr',
    messages: { fr: tree('fr'), en: tree('en') },
    pluralRules: { fr: frenchPlural },
  })
}
