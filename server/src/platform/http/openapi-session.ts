import {
  EnrolledSessionSchema,
  EnrolmentSchema,
  NewPasskeySchema,
  NewPasswordSchema,
  OpenSessionsSchema,
  OwnEnrolmentSchema,
  PasskeyIdSchema,
  PasskeyOptionsSchema,
  PasskeySchema,
  PasskeysSchema,
  PasskeyUseSchema,
  ProofStateSchema,
  ProveByPasswordSchema,
  ProvedSchema,
  RecoveryCodesSchema,
  RenamedPasskeySchema,
  SecondFactorSchema,
  SessionSchema,
  SignInSchema,
  TicketAndCodeSchema,
  TicketSchema,
} from '@colloque/contract'
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { described } from './openapi-parts.ts'

const ofAPasskey = { requestParams: { path: z.object({ passkeyId: PasskeyIdSchema }) } }

/** Signing in, showing again who one is, and one's own passkeys. */
export const sessionPaths: ZodOpenApiPathsObject = {
  '/session': {
    post: described({
      operationId: 'signIn',
      summary:
        'Sign in; the refresh token comes in a cookie. 401 with `why: second_factor` or `second_factor_enrolment` carries a ticket for the next step',
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
  '/session/second-factor': {
    post: described({
      operationId: 'signInBySecondFactor',
      summary: 'The second step of signing in: a code of an app or a recovery code; five to a ticket',
      input: TicketAndCodeSchema,
      output: SessionSchema,
      open: true,
    }),
  },
  '/session/second-factor/enrolment': {
    post: described({
      operationId: 'enrolAtSignIn',
      summary: 'Where a team asks for a second factor and there is none: what an app is made known by',
      input: TicketSchema,
      output: EnrolmentSchema,
      open: true,
    }),
  },
  '/session/second-factor/enrolment/confirm': {
    post: described({
      operationId: 'confirmEnrolmentAtSignIn',
      summary: 'A first code of the app: opens the session, and shows the recovery codes once',
      input: TicketAndCodeSchema,
      output: EnrolledSessionSchema,
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
  '/me/password': {
    put: described({
      operationId: 'changePassword',
      summary:
        'Another password; wants a proof or a sign-in of the last ten minutes, and ends all other sessions',
      input: NewPasswordSchema,
    }),
  },
  '/me/second-factor': {
    get: described({
      operationId: 'mySecondFactor',
      summary: 'How one’s second factor stands',
      output: SecondFactorSchema,
    }),
    post: described({
      operationId: 'addSecondFactor',
      summary: 'What an app is made known by; wants a proof or a sign-in of the last ten minutes',
      output: OwnEnrolmentSchema,
    }),
    delete: described({
      operationId: 'removeSecondFactor',
      summary:
        'Do without codes; wants a proof, and is refused where a team asks for them and there is no passkey',
    }),
  },
  '/me/second-factor/confirm': {
    post: described({
      operationId: 'confirmSecondFactor',
      summary:
        'A first code of the app, which takes the place of one known before; shows the recovery codes once',
      input: TicketAndCodeSchema,
      output: RecoveryCodesSchema,
      status: 201,
    }),
  },
  '/me/second-factor/recovery-codes': {
    post: described({
      operationId: 'renewRecoveryCodes',
      summary: 'Ten new recovery codes, and none of the old; wants a proof',
      output: RecoveryCodesSchema,
      status: 201,
    }),
  },
  '/me/sessions': {
    get: described({
      operationId: 'mySessions',
      summary: 'Where one is signed in, the last used first',
      output: OpenSessionsSchema,
    }),
    delete: described({ operationId: 'endOtherSessions', summary: 'Sign out everywhere else' }),
  },
  '/me/sessions/{sessionId}': {
    delete: {
      requestParams: { path: z.object({ sessionId: z.uuid() }) },
      ...described({ operationId: 'endSession', summary: 'Sign out on another device, within a second' }),
    },
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
