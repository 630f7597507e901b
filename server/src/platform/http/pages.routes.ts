import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { Router, static as serveFolder, type RequestHandler } from 'express'
import { openApiDocument } from './openapi.ts'

/** The built client: assets that never change by name, and one page for every path of the application. */
export function clientRoutes(folder: string): Router {
  const router = Router()
  if (!existsSync(join(folder, 'index.html'))) {
    router.get('/', (_request, response) => {
      response.type('text').send('The client is not built: npm run build')
    })
    return router
  }
  const assets = join(folder, 'assets')
  router.use(
    '/assets',
    preferCompressed(assets),
    serveFolder(assets, { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  router.use(
    serveFolder(folder, {
      index: false,
      setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
    }),
  )
  router.get('/{*path}', (request, response, next) => {
    if (
      request.path.startsWith('/api/') ||
      request.path.startsWith('/socket.io') ||
      request.path.startsWith('/yjs')
    ) {
      next()
      return
    }
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile(join(folder, 'index.html'))
  })
  return router
}

/** What the build has compressed (client/build/precompressed.ts) goes out so to a browser that takes it. */
function preferCompressed(folder: string): RequestHandler {
  const compressed = new Set(readdirSync(folder).filter((name) => name.endsWith('.br')))
  return (request, response, next) => {
    const name = request.path.slice(1)
    if (compressed.has(`${name}.br`)) {
      response.vary('Accept-Encoding')
      if (request.acceptsEncodings('br')) {
        response.type(extname(name))
        response.setHeader('Content-Encoding', 'br')
        request.url = `/${name}.br`
      }
    }
    next()
  }
}

const DOCS_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Colloque API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/files/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/api/docs/files/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`
const DOCS_SCRIPT =
  "SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null })"

/** `/api/v1/openapi.json` and a page to read it at `/api/docs`. */
export function docsRoutes(): Router {
  const router = Router()
  const document = JSON.stringify(openApiDocument())
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  router.get('/api/v1/openapi.json', (_request, response) => {
    response.type('json').send(document)
  })
  router.get('/api/docs', (_request, response) => {
    response.type('html').send(DOCS_PAGE)
  })
  router.get('/api/docs/start.js', (_request, response) => {
    response.type('js').send(DOCS_SCRIPT)
  })
  router.use('/api/docs/files', serveFolder(folder, { index: false, maxAge: '1d' }))
  return router
}
