import type { Plugin } from 'vite'

const LANGUAGE = /\?(fr|en)$/

/**
 * A `messages.ts` holds its texts in both languages. Asked for as `messages.ts?en`, it is a module of its own, of which
 * only the English is used and built; what it imports is asked for in that language as well.
 */
export function oneLanguageEach(): Plugin {
  return {
    name: 'one-language-each',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const language = LANGUAGE.exec(importer ?? '')?.[0]
      if (!language || !source.startsWith('.') || LANGUAGE.test(source)) return undefined
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found && { ...found, id: found.id + language }
    },
  }
}
