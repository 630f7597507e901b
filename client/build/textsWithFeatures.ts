import { existsSync } from 'node:fs'
import { basename, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'

const TEXTS = 'virtual:texts-of/'
const WITH_TEXTS = /^(features\/[^/]+)\/.*\.vue$|^(platform\/[^/]+)\/(?:.*\/)?(?:[^/]+\.vue|use\w+\.ts)$/

/**
 * The French of a feature comes with its screens, not with the first one: each component of a feature brings
 * `features/<name>/messages.ts` into the texts, and so they are in the chunks of that feature. So do components and
 * composables of those folders of the platform that have a `lateMessages.ts`: several features show them, and the first
 * screen none. What the entry itself draws on stands in app/, ui/ and `platform/messages.ts`.
 */
export function textsWithFeatures(): Plugin {
  const source = resolve(import.meta.dirname, '../src')
  const textsOf = (folder: string) => {
    if (folder.startsWith('features/')) return 'messages.ts'
    return existsSync(resolve(source, folder, 'lateMessages.ts')) ? 'lateMessages.ts' : undefined
  }
  return {
    name: 'texts-with-features',
    // After the compiler of components: what it gives is a module.
    enforce: 'post',
    transform(code, id) {
      const folder = WITH_TEXTS.exec(relative(source, id))?.slice(1).find(Boolean)
      return folder && textsOf(folder) ? { code: `import '${TEXTS}${folder}';${code}`, map: null } : undefined
    },
    resolveId: (id) => (id.startsWith(TEXTS) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${TEXTS}`)) return undefined
      const folder = id.slice(TEXTS.length + 1)
      return {
        code: [
          `import { addTexts } from '${source}/platform/i18n.ts'`,
          `import { fr } from '${source}/${folder}/${textsOf(folder)}?fr'`,
          `addTexts('${basename(folder)}', fr)`,
        ].join('\n'),
        moduleSideEffects: true,
      }
    },
  }
}
