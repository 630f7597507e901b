import {
  NewPasskeySchema,
  PasskeyIdSchema,
  PasskeyOptionsSchema,
  PasskeySchema,
  PasskeysSchema,
  PasskeyUseSchema,
  ProofStateSchema,
  ProveByPasswordSchema,
  ProvedSchema,
  RenamedPasskeySchema,
  SessionSchema,
  SignInSchema,
} from '@colloque/contract'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi'
import { jsonBody, refusals } from './openapi-parts.ts'

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly input?: z.ZodType
  /** Without it 204. */
  readonly output?: z.ZodType
  readonly status?: number
  /** Asked by whoever has not signed in. */
  readonly open?: boolean
}

const described = ({
  operationId,
  summary,
  input,
  output,
  status = 200,
  open,
}: Described): ZodOpenApiOperationObject => ({
  operationId,
  summary,
  tags: ['session'],
  ...(open ? { security: [] } : {}),
  ...(input ? { requestBody: jsonBody(input) } : {}),
  responses: {
    ...(output
      ? { [status]: { description: 'Done', ...jsonBody(output) } }
      : { 204: { description: 'Done' } }),
    ...refusals,
  },
})

const ofAPasskey = { requestParams: { path: z.object({ passkeyId: PasskeyIdSchema }) } }

/** Signing in, showing again who one is, and one's own passkeys. */
export const sessionPaths: ZodOpenApiPathsObject = {
  '/session': {
    post: described({
      operationId: 'signIn',
      summary: 'Sign in; the refresh token comes in a cookie',
      input: SignInSchema,
      output: SessionSchema,
      open: true,
    }),
    delete: described({ operationId: 'signOut', summary: 'End this session' }),
  },
  '/session/refresh': {
    post: described({
      operationId: 'refresh',
      summary: 'A new access token; the refresh cookie is good once',
      output: SessionSchema,
      open: true,
    }),
  },
  '/session/passkey/options': {
    post: described({
      operationId: 'signInByPasskeyOptions',
      summary: 'What a browser asks a passkey for; good once, for five minutes',
      output: PasskeyOptionsSchema,
      open: true,
    }),
  },
  '/session/passkey': {
    post: described({
      operationId: 'signInByPasskey',
      summary: 'Sign in by a passkey; the refresh token comes in a cookie',
      input: PasskeyUseSchema,
      output: SessionSchema,
      open: true,
    }),
  },
  '/session/proof': {
    get: described({
      operationId: 'proof',
      summary: 'Until when this session may sign, and by what one could prove who one is',
      output: ProofStateSchema,
    }),
    post: described({
      operationId: 'proveByPassword',
      summary: 'Prove who one is: covers ten minutes of signatures',
      input: ProveByPasswordSchema,
      output: ProvedSchema,
    }),
  },
  '/session/proof/passkey/options': {
    post: described({
      operationId: 'proveByPasskeyOptions',
      summary: 'What a browser asks one’s passkeys for; good once, for five minutes, in this session',
      output: PasskeyOptionsSchema,
    }),
  },
  '/session/proof/passkey': {
    post: described({
      operationId: 'proveByPasskey',
      summary: 'Prove who one is by a passkey: covers ten minutes of signatures',
      input: PasskeyUseSchema,
      output: ProvedSchema,
    }),
  },
  '/me/passkeys': {
    get: described({ operationId: 'myPasskeys', summary: 'One’s own passkeys', output: PasskeysSchema }),
    post: described({
      operationId: 'addPasskey',
      summary: 'Add a passkey; wants a proof or a sign-in of the last ten minutes',
      input: NewPasskeySchema,
      output: PasskeySchema,
      status: 201,
    }),
  },
  '/me/passkeys/options': {
    post: described({
      operationId: 'addPasskeyOptions',
      summary: 'What a browser makes a passkey from; good once, for five minutes, in this session',
      output: PasskeyOptionsSchema,
    }),
  },
  '/me/passkeys/{passkeyId}': {
    patch: {
      ...ofAPasskey,
      ...described({
        operationId: 'renamePasskey',
        summary: 'Give a passkey another name',
        input: RenamedPasskeySchema,
        output: PasskeySchema,
      }),
    },
    delete: {
      ...ofAPasskey,
      ...described({
        operationId: 'removePasskey',
        summary: 'Remove a passkey; wants a proof or a sign-in of the last ten minutes',
      }),
    },
  },
}
