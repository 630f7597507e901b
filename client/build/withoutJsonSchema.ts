import type { Plugin } from 'vite'

const TRANSLATION = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/
const EXPORTED = /^export (?:(?:function|const) |\{ \w+ as )(\w+)/gm

/**
 * Leaves what translates schemas to JSON Schema out of the build: no page does it, but each schema of zod refers to it,
 * so that the bundler cannot. Whoever calls it (`toJSONSchema`, or getters such as `minLength`) gets an error.
 */
export function withoutJsonSchema(): Plugin {
  return {
    name: 'without-json-schema',
    apply: 'build',
    transform(code, id) {
      if (!TRANSLATION.test(id)) return undefined
      const names = [...code.matchAll(EXPORTED)].map(([, name]) => `absent as ${name}`)
      return {
        code: [
          `const absent = () => { throw new Error('JSON Schema is not in the build: see build/withoutJsonSchema.ts') }`,
          `export { ${names.join(', ')} }`,
        ].join('\n'),
        map: null,
      }
    },
  }
}
