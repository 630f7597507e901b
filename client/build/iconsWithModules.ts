import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const SOURCE = resolve(import.meta.dirname, '../src')
const PLAIN = resolve(SOURCE, 'platform/plainIcon.ts')
const ICON = 'virtual:icon/'
const NAMED = /\bi-lucide-([a-z0-9-]+)/g

interface Collection {
  readonly icons: Readonly<Record<string, { readonly body: string }>>
  readonly aliases?: Readonly<Record<string, { readonly parent: string }>>
}

/**
 * An icon comes with the modules that name it, so that the first screen brings those that it shows; those of the
 * library's own components come with the library. What draws them is ours: see src/platform/plainIcon.ts.
 */
export function iconsWithModules(): Plugin {
  const file = createRequire(import.meta.url).resolve('@iconify-json/lucide/icons.json')
  const { icons, aliases = {} } = JSON.parse(readFileSync(file, 'utf8')) as Collection
  return {
    name: 'icons-with-modules',
    // The development server has all of them, found by the library's own scan.
    apply: 'build',
    enforce: 'post',
    resolveId: {
      order: 'pre',
      handler: (source) =>
        source === '@iconify/vue' ? PLAIN : source.startsWith(ICON) ? `\0${source}` : undefined,
    },
    transform(code, id) {
      if (!id.startsWith(SOURCE)) return undefined
      const names = new Set([...code.matchAll(NAMED)].map(([, name]) => name))
      if (names.size === 0) return undefined
      return { code: [...names].map((name) => `import '${ICON}${name}';`).join('') + code, map: null }
    },
    load(id) {
      if (!id.startsWith(`\0${ICON}`)) return undefined
      const name = id.slice(ICON.length + 1)
      const drawing = icons[name] ?? icons[aliases[name]?.parent ?? '']
      if (!drawing) throw new Error(`there is no icon lucide:${name}`)
      return {
        code: `import { addIcon } from '${PLAIN}'\naddIcon('lucide:${name}', { body: ${JSON.stringify(drawing.body)} })`,
        moduleSideEffects: true,
      }
    },
  }
}
