import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const TABLES = /\/packages\/contract\/src\/tables\.ts$/

/** Replaces modules of plain tables, which are computed from all the schemas, by what they come to. */
export function madeByBuild(): Plugin {
  return {
    name: 'made-by-build',
    apply: 'build',
    async load(id) {
      if (!TABLES.test(id)) return undefined
      const made = (await import(pathToFileURL(id).href)) as Record<string, unknown>
      return Object.entries(made)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
        .join('\n')
    },
  }
}
