import { commands, COMMAND_NAMES, queries, QUERY_NAMES } from '@colloque/contract'
import { z } from 'zod'
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import { linkPaths } from './openapi-links.ts'
import { jsonBody, refusals } from './openapi-parts.ts'
import { sessionPaths } from './openapi-session.ts'

/** The OpenAPI description of everything that the server answers, from the same schemas that it checks with. */
export function openApiDocument(): object {
  const paths: ZodOpenApiPathsObject = { ...sessionPaths, ...linkPaths }
  for (const name of COMMAND_NAMES) {
    const { summary, input, output } = commands[name]
    paths[`/commands/${name}`] = {
      post: {
        operationId: name,
        summary,
        tags: ['commands'],
        requestBody: jsonBody(input),
        responses: {
          200: {
            description: 'Done, once',
            ...jsonBody(z.object({ ok: z.literal(true), data: output, seq: z.number().int() })),
          },
          ...refusals,
        },
      },
    }
  }
  for (const name of QUERY_NAMES) {
    const { summary, path, params, query, output } = queries[name]
    paths[path.replace(/:(\w+)/g, '{$1}')] = {
      get: {
        operationId: name,
        summary,
        tags: ['queries'],
        requestParams: { path: params, query },
        responses: { 200: { description: 'The answer', ...jsonBody(output) }, ...refusals },
      },
    }
  }
  paths['/cases/{id}/accesses.csv'] = {
    get: {
      operationId: 'caseAccessesCsv',
      summary: 'Who has seen and written a case, as a file for a spreadsheet; on record as an export',
      tags: ['queries'],
      requestParams: { path: queries.caseAccesses.params },
      responses: {
        200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } },
        ...refusals,
      },
    },
  }
  paths['/cases/{id}/export'] = {
    get: {
      operationId: 'caseExport',
      summary:
        'Everything about a patient as a zip archive; asks for a proof of identity younger than ten minutes; on record',
      tags: ['queries'],
      requestParams: {
        path: queries.caseAccesses.params,
        query: z.strictObject({ lang: z.enum(['fr', 'en']).default('fr') }),
      },
      responses: {
        200: { description: 'The archive', content: { 'application/zip': { schema: z.string() } } },
        ...refusals,
      },
    },
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Colloque',
      version: '1',
      description:
        'Commands go up, changes come down. Realtime over socket.io at /socket.io, boards over y-websocket at /yjs.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  })
}
