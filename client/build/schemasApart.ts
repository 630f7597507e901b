import { parseAst, type Plugin } from 'vite'

const OURS = /\/packages\/(domain|contract)\/src\/[^?]+\.ts/
const APART = '?schemas'
const BY_NAME = /\bimport\s*\{([^}]*)\}\s*from\s*["'](@colloque\/(?:domain|contract)|\.[^"']*\.ts)["'];?/g
/** `line` and `paragraph` make schemas. */
const IS_SCHEMA = /Schema$|^(commands|queries|line|paragraph)$/

/**
 * Schemas of the domain and the contract stand beside the rules of what they describe, and each of them is made when
 * its module runs. Whoever only needs the rules gets them without: a schema comes from a second copy of its module
 * (`…?schemas`), which in turn takes schemas from such copies, and what a copy does not use is left out of it. So the
 * first screen, which checks nothing, brings neither schemas nor zod. Both copies have the same values: nothing in these
 * packages is compared by identity but errors, which no schema throws.
 */
export function schemasApart(): Plugin {
  return {
    name: 'schemas-apart',
    apply: 'build',
    // After the types are gone.
    enforce: 'post',
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        const isApart = source.endsWith(APART) || (importer?.endsWith(APART) && OURS.test(importer))
        if (!isApart) return undefined
        const found = await this.resolve(source.replace(APART, ''), importer, { ...options, skipSelf: true })
        return found && OURS.test(found.id) && !found.id.endsWith(APART)
          ? { ...found, id: found.id + APART }
          : found
      },
    },
    transform(code, id) {
      if (!/\.(ts|vue)(\?|$)/.test(id) || id.includes('/node_modules/')) return undefined
      const ours = OURS.test(id)
      const apart = code.replace(BY_NAME, (whole: string, names: string, from: string) =>
        // Between files of other folders a name says nothing.
        from.startsWith('@') || ours ? splitImport(whole, names, from) : whole,
      )
      return { code: ours ? madeWhenUsed(apart) : apart, map: null }
    },
  }
}

function splitImport(whole: string, names: string, from: string): string {
  const given = names.split(',').map((name) => name.trim())
  const isSchema = (name: string) => IS_SCHEMA.test(name.split(' as ')[0]?.trim() ?? '')
  const schemas = given.filter(isSchema)
  if (schemas.length === 0) return whole
  const plain = given.filter((name) => name !== '' && !isSchema(name))
  return [
    `import { ${schemas.join(', ')} } from "${from}${APART}";`,
    plain.length > 0 ? `import { ${plain.join(', ')} } from "${from}";` : '',
  ].join(' ')
}

/** Marks what a module computes at its top as free of effects, so that what nobody uses is left out. */
function madeWhenUsed(code: string): string {
  let marked = code
  const computed = parseAst(code)
    .body.flatMap((statement) => {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      return declaration?.type === 'VariableDeclaration' ? declaration.declarations : []
    })
    .flatMap(({ init }) => (init && MAY_HAVE_EFFECTS.has(init.type) ? init : []))
  // From the end, so that positions hold.
  for (const { start, end } of computed.reverse())
    marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`
  return marked
}

const MAY_HAVE_EFFECTS = new Set([
  'CallExpression',
  'NewExpression',
  'MemberExpression',
  'ObjectExpression',
  'ArrayExpression',
])
