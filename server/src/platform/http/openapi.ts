import {
  commands,
  COMMAND_NAMES,
  queries,
  QUERY_NAMES,
  RefusalSchema,
  SessionSchema,
  SignInSchema,
} from '@colloque/contract'
import { z } from 'zod'
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'

const refusals = {
  default: {
    description: 'A refusal: a code of the contract',
    content: { 'application/json': { schema: RefusalSchema } },
  },
}
const jsonBody = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })

/** The OpenAPI description of everything that the server answers, from the same schemas that it checks with. */
export function openApiDocument(): object {
  const paths: ZodOpenApiPathsObject = {
    '/session': {
      post: {
        operationId: 'signIn',
        summary: 'Sign in; the refresh token comes in a cookie',
        tags: ['session'],
        security: [],
        requestBody: jsonBody(SignInSchema),
        responses: { 200: { description: 'Signed in', ...jsonBody(SessionSchema) }, ...refusals },
      },
      delete: {
        operationId: 'signOut',
        summary: 'End this session',
        tags: ['session'],
        responses: { 204: { description: 'Ended' }, ...refusals },
      },
    },
    '/session/refresh': {
      post: {
        operationId: 'refresh',
        summary: 'A new access token; the refresh cookie is good once',
        tags: ['session'],
        security: [],
        responses: { 200: { description: 'Renewed', ...jsonBody(SessionSchema) }, ...refusals },
      },
    },
  }
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
