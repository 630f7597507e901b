import {
  AcceptedInvitationSchema,
  AcceptInvitationSchema,
  AskRecoverySchema,
  IdentitiesSchema,
  IdentityProviderSchema,
  InvitationLinkSchema,
  InvitationsSchema,
  MadeInvitationSchema,
  MadeRecoverySchema,
  NewCaseInvitationSchema,
  NewRecoverySchema,
  NewTeamInvitationSchema,
  PasskeyOptionsSchema,
  ReadLinkSchema,
  RecoveryMeansSchema,
  StartedLinkSchema,
  StartLinkSchema,
  UseRecoverySchema,
} from '@colloque/contract'
import { IdSchema } from '@colloque/domain'
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { described } from './openapi-parts.ts'

const of = (...names: string[]) => ({
  requestParams: { path: z.object(Object.fromEntries(names.map((name) => [name, IdSchema]))) },
})
const redirects = { 302: { description: 'To the provider, or back to a page of ours' } }

/** Links that let somebody in, and sign-in elsewhere. */
export const linkPaths: ZodOpenApiPathsObject = {
  '/teams/{id}/invitations': {
    get: {
      ...of('id'),
      ...described({
        operationId: 'teamInvitations',
        summary: 'Open invitations of a team; for whoever manages it',
        output: InvitationsSchema,
      }),
    },
    post: {
      ...of('id'),
      ...described({
        operationId: 'inviteToTeam',
        summary: 'A link into a team, told this once, good once and for seven days',
        input: NewTeamInvitationSchema,
        output: MadeInvitationSchema,
        status: 201,
      }),
    },
  },
  '/teams/{id}/invitations/{invitationId}': {
    delete: {
      ...of('id', 'invitationId'),
      ...described({ operationId: 'withdrawTeamInvitation', summary: 'Make a link worthless' }),
    },
  },
  '/cases/{id}/invitations': {
    get: {
      ...of('id'),
      ...described({
        operationId: 'caseInvitations',
        summary: 'Open invitations of a circle',
        output: InvitationsSchema,
      }),
    },
    post: {
      ...of('id'),
      ...described({
        operationId: 'inviteToCase',
        summary: 'A link for somebody of the circle who has no account yet',
        input: NewCaseInvitationSchema,
        output: MadeInvitationSchema,
        status: 201,
      }),
    },
  },
  '/cases/{id}/invitations/{invitationId}': {
    delete: {
      ...of('id', 'invitationId'),
      ...described({ operationId: 'withdrawCaseInvitation', summary: 'Make a link worthless' }),
    },
  },
  '/invitations/read': {
    post: described({
      operationId: 'readLink',
      summary: 'What a link is for, shown to whoever holds it',
      input: ReadLinkSchema,
      output: InvitationLinkSchema,
      open: true,
    }),
  },
  '/invitations/passkey/options': {
    post: described({
      operationId: 'invitationPasskeyOptions',
      summary: 'What a browser makes a passkey from, for somebody who gets an account',
      input: ReadLinkSchema,
      output: PasskeyOptionsSchema,
      open: true,
    }),
  },
  '/invitations/accept': {
    post: described({
      operationId: 'acceptInvitation',
      summary: 'Join, once: with the account that is signed in, or with a new one and its session',
      input: AcceptInvitationSchema,
      output: AcceptedInvitationSchema,
      open: true,
    }),
  },
  '/session/recovery': {
    get: described({
      operationId: 'recoveryMeans',
      summary: 'Whether a lost password can be recovered by mail',
      output: RecoveryMeansSchema,
      open: true,
    }),
    post: described({
      operationId: 'askRecovery',
      summary: 'Have a link mailed to an address, if it has an account: the answer is the same',
      input: AskRecoverySchema,
      output: z.object({}),
      status: 202,
      open: true,
    }),
  },
  '/session/recovery/use': {
    post: described({
      operationId: 'useRecovery',
      summary: 'Set the password by a link, once; ends all sessions of the account',
      input: UseRecoverySchema,
      open: true,
    }),
  },
  '/teams/{id}/members/{accountId}/recovery': {
    post: {
      ...of('id', 'accountId'),
      ...described({
        operationId: 'makeRecovery',
        summary: 'A link to a new password for a member; for administrators who have just shown who they are',
        input: NewRecoverySchema,
        output: MadeRecoverySchema,
        status: 201,
      }),
    },
  },
  '/session/oidc': {
    get: described({
      operationId: 'identityProvider',
      summary: 'Where one may sign in besides',
      output: IdentityProviderSchema,
      open: true,
    }),
  },
  '/session/oidc/start': {
    get: {
      ...described({ operationId: 'startOidc', summary: 'Send the browser to the provider', open: true }),
      requestParams: { query: z.object({ to: z.string().optional() }) },
      responses: redirects,
    },
  },
  '/session/oidc/callback': {
    get: {
      ...described({
        operationId: 'finishOidc',
        summary: 'Where the provider sends the browser back to; sets the refresh cookie',
        open: true,
      }),
      requestParams: { query: z.object({ state: z.string().optional(), code: z.string().optional() }) },
      responses: redirects,
    },
  },
  '/me/identities': {
    get: described({
      operationId: 'myIdentities',
      summary: 'Who one is elsewhere',
      output: IdentitiesSchema,
    }),
  },
  '/me/identities/start': {
    post: described({
      operationId: 'linkIdentity',
      summary: 'Link an identity elsewhere; wants a proof or a sign-in of the last ten minutes',
      input: StartLinkSchema,
      output: StartedLinkSchema,
    }),
  },
  '/me/identities/{identityId}': {
    delete: {
      requestParams: { path: z.object({ identityId: z.string() }) },
      ...described({
        operationId: 'unlinkIdentity',
        summary: 'Unlink an identity; wants a proof or a sign-in of the last ten minutes',
      }),
    },
  },
}
