import path from 'node:path/posix'

/**
 * The ESLint rule behind walls.mjs: every way to name another module (import, re-export, `import()`, a type's
 * `import('...')`) is resolved to a path of the project and held against the walls. It looks at paths alone, so that
 * a wall stands before there is anything behind it.
 */
export const noImportThroughWalls = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { root: { type: 'string' }, walls: { type: 'array' } } }],
    messages: { wall: '{{say}}' },
  },
  create(context) {
    const [{ root, walls }] = context.options
    const file = path.relative(root, context.filename)
    const around = walls.map((wall) => enclosing(wall, file)).filter(Boolean)
    if (around.length === 0) return {}

    const check = (node) => {
      if (typeof node?.value !== 'string') return
      const target = targetOf(node.value, file)
      for (const { wall, folder } of around)
        if (!target.startsWith(folder) && isClosed(wall, target))
          context.report({ node, messageId: 'wall', data: { say: wall.say } })
    }
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
    }
  },
}

/** The wall with the folder that it draws around this file, if it does. */
function enclosing(wall, file) {
  const pattern = wall.within.replaceAll('*', '[^/]+')
  const folder = new RegExp(`^${pattern}`).exec(file)?.[0]
  return folder && { wall, folder }
}

/** A module's name as walls.mjs writes it. */
function targetOf(specifier, file) {
  if (specifier.startsWith('.')) return path.join(path.dirname(file), specifier)
  if (specifier.startsWith('node:')) return specifier
  return `npm:${specifier}`
}

function isClosed({ closedTo, but = [] }, target) {
  return closedTo.some((start) => target.startsWith(start)) && !but.some((one) => isOrIsUnder(one, target))
}

const isOrIsUnder = (one, target) => target === one || target.startsWith(one.endsWith('/') ? one : `${one}/`)
