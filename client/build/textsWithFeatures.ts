import { relative, resolve } from 'node:path'
import type { Plugin } from 'vite'

const TEXTS = 'virtual:texts-of/'

/**
 * The French of a feature comes with its screens, not with the first one: each component of a feature brings
 * `features/<name>/messages.ts` into the texts, and so they are in the chunks of that feature. What the entry itself
 * draws on stands in app/, ui/ and platform/.
 */
export function textsWithFeatures(): Plugin {
  const source = resolve(import.meta.dirname, '../src')
  return {
    name: 'texts-with-features',
    // After the compiler of components: what it gives is a module.
    enforce: 'post',
    transform(code, id) {
      const feature = /^features\/([^/]+)\/.*\.vue$/.exec(relative(source, id))?.[1]
      return feature ? { code: `import '${TEXTS}${feature}';${code}`, map: null } : undefined
    },
    resolveId: (id) => (id.startsWith(TEXTS) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${TEXTS}`)) return undefined
      const feature = id.slice(TEXTS.length + 1)
      return {
        code: [
          `import { addTexts } from '${source}/platform/i18n.ts'`,
          `import { fr } from '${source}/features/${feature}/messages.ts?fr'`,
          `addTexts('${feature}', fr)`,
        ].join('\n'),
        moduleSideEffects: true,
      }
    },
  }
}
