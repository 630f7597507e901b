import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const SOURCE = 'reka-ui/namespaced'
const PREFIX = '\0reka-namespace:'
const IMPORT = /import \{([^}]+)\} from ["']reka-ui\/namespaced["'];?/g

/**
 * The component library imports `DropdownMenu` and its like from one module that imports every one of them, so that
 * whoever shows a menu fetches the lists with a search, the calendars and the rest. Here each has a module of its own,
 * cut out of that one.
 */
export function oneNamespaceEach(): Plugin {
  const folders = new Map<string, { file: string; importer: string }>()
  return {
    name: 'one-namespace-each',
    enforce: 'pre',
    // The development server bundles that library beforehand, and weighs nothing.
    apply: 'build',
    async transform(code, id) {
      if (!code.includes(SOURCE) || !/@nuxt\/ui\/dist\//.test(id)) return undefined
      const found = await this.resolve(SOURCE, id)
      if (!found) throw new Error(`${SOURCE} is not found from ${id}`)
      return code.replace(IMPORT, (_all, names: string) =>
        names
          .split(',')
          .map((name) => {
            const [exported = '', local = exported] = name.trim().split(' as ')
            folders.set(exported, { file: found.id, importer: id })
            return `import { ${exported} as ${local} } from "${PREFIX.slice(1)}${exported}";`
          })
          .join('\n'),
      )
    },
    async resolveId(source, importer) {
      if (source.startsWith(PREFIX.slice(1))) return `\0${source}`
      const name = importer?.startsWith(PREFIX) ? importer.slice(PREFIX.length) : undefined
      return name && source === 'reka-ui' ? this.resolve(source, folders.get(name)?.importer) : undefined
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return undefined
      const name = id.slice(PREFIX.length)
      const text = readFileSync(folders.get(name)?.file ?? '', 'utf8')
      const parts = new RegExp(`\\nconst ${name} = (\\{[^}]*\\});`).exec(text)?.[1]
      if (!parts) throw new Error(`${SOURCE} has no ${name} any more: see build/oneNamespaceEach.ts`)
      const needed = [...parts.matchAll(/: (\w+)/g)].map((match) => match[1])
      return `import { ${needed.join(', ')} } from 'reka-ui'\nexport const ${name} = /* @__PURE__ */ Object.freeze(${parts})`
    },
  }
}
