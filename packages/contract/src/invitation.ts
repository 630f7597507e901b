/**
 * Links that let somebody in: into a team, into a patient's circle, or back into an account. A link is answered once,
 * when it is made; its secret stands after the `#`, which no browser sends, and the client posts it in a body.
 */
import { AccountSchema, IdSchema, InstantSchema, ProfessionSchema, RppsSchema } from '@colloque/domain'
import { z } from 'zod'
import { NewPasskeySchema } from './session.ts'

const email = AccountSchema.shape.email
const name = AccountSchema.shape.name

export const INVITATION_KINDS = ['team', 'case', 'recovery'] as const
export type InvitationKind = (typeof INVITATION_KINDS)[number]

/** Paths of the client, before the `#` and the secret. */
export const INVITATION_PATH = '/invitation'
export const RECOVERY_PATH = '/recuperation'

/** 32 random bytes, base64url. */
export const LinkTokenSchema = z.string().regex(/^[\w-]{43}$/)

/** Whom a team invites: `POST /api/v1/teams/:id/invitations`. */
export const NewTeamInvitationSchema = z.strictObject({
  email,
  name,
  profession: ProfessionSchema,
  rpps: RppsSchema.nullable().default(null),
})

/** Somebody of a circle who has no account yet: `POST /api/v1/cases/:id/invitations`. */
export const NewCaseInvitationSchema = z.strictObject({ memberId: IdSchema, email })

/** An invitation as those see it who may make one. */
export const InvitationSchema = z.object({
  id: IdSchema,
  kind: z.enum(['team', 'case']),
  teamId: IdSchema.nullable(),
  caseId: IdSchema.nullable(),
  memberId: IdSchema.nullable(),
  email,
  name,
  /** Null for a relative or the patient. */
  profession: ProfessionSchema.nullable(),
  rpps: RppsSchema.nullable(),
  madeBy: IdSchema,
  madeAt: InstantSchema,
  expiresAt: InstantSchema,
})
export type Invitation = z.infer<typeof InvitationSchema>
/** Those that are still open. */
export const InvitationsSchema = z.object({ items: z.array(InvitationSchema) })
/** The link is told this once. */
export const MadeInvitationSchema = z.object({ invitation: InvitationSchema, link: z.url() })
export type MadeInvitation = z.infer<typeof MadeInvitationSchema>

/**
 * `POST /api/v1/invitations/read`: what whoever holds a link is shown before anything happens; and
 * `POST /api/v1/invitations/passkey/options`: options for the browser of somebody who has no account yet.
 */
export const ReadLinkSchema = z.strictObject({ token: LinkTokenSchema })
export const InvitationLinkSchema = z.object({
  kind: z.enum(INVITATION_KINDS),
  /** Of the team that invites. Never a word of the patient. */
  house: z.string(),
  /** Who made the link; null for one that the person asked for by themself. */
  invitedBy: z.string().nullable(),
  email,
  name,
  profession: ProfessionSchema.nullable(),
  /** The address has an account: it is accepted after signing in. */
  hasAccount: z.boolean(),
  /** Of a recovery: the second factor is taken off too. */
  resetsSecondFactor: z.boolean(),
  expiresAt: InstantSchema,
})
export type InvitationLink = z.infer<typeof InvitationLinkSchema>

/**
 * `POST /api/v1/invitations/accept`. With `Authorization: Bearer`: the account of that session joins. Without: an
 * account is made, by a password or a passkey, and a session opened as by signing in, refresh cookie included.
 */
export const AcceptInvitationSchema = z.strictObject({
  token: LinkTokenSchema,
  name: name.optional(),
  password: z.string().min(1).max(200).optional(),
  passkey: NewPasskeySchema.optional(),
})
export type AcceptInvitation = z.infer<typeof AcceptInvitationSchema>

export const AcceptedInvitationSchema = z.object({
  /** Null for whoever was signed in: their session goes on. */
  accessToken: z.string().nullable(),
  account: AccountSchema,
  /** Where to begin; null for the home page. */
  caseId: IdSchema.nullable(),
})
export type AcceptedInvitation = z.infer<typeof AcceptedInvitationSchema>

/** `GET /api/v1/session/recovery`: without a way to send mail, only an administrator can help. */
export const RecoveryMeansSchema = z.object({ byMail: z.boolean() })

/** `POST /api/v1/session/recovery`: 202 whatever the address. */
export const AskRecoverySchema = z.strictObject({ email: z.string().min(3).max(254) })

/** `POST /api/v1/teams/:id/members/:accountId/recovery`. */
export const NewRecoverySchema = z.strictObject({ resetSecondFactor: z.boolean().default(false) })
export const MadeRecoverySchema = z.object({
  link: z.url(),
  expiresAt: InstantSchema,
  resetsSecondFactor: z.boolean(),
  /** The person is told by mail that it was made; without a way to send mail, by nobody but who made it. */
  toldByMail: z.boolean(),
})
export type MadeRecovery = z.infer<typeof MadeRecoverySchema>

/** `POST /api/v1/session/recovery/use`: 204, and all sessions of the account have ended. */
export const UseRecoverySchema = z.strictObject({
  token: LinkTokenSchema,
  password: z.string().min(1).max(200),
})

/** `GET /api/v1/session/oidc`: what the sign-in page offers besides; null for nothing. */
export const IdentityProviderSchema = z.object({ name: z.string().nullable() })

/** Why a sign-in elsewhere came to nothing: `/connexion?pourquoi=…`, or the page that asked to link, likewise. */
export const OIDC_FAILURES = [
  'oidc_unavailable',
  'oidc_refused',
  'oidc_expired',
  'oidc_unknown',
  'oidc_level',
  'oidc_profession',
  'oidc_taken',
  'oidc_second_factor',
] as const
export type OidcFailure = (typeof OIDC_FAILURES)[number]

/** Who one is elsewhere: `GET /api/v1/me/identities`. */
export const IdentitySchema = z.object({ id: z.string(), issuer: z.url(), name: z.string().nullable() })
export const IdentitiesSchema = z.object({ items: z.array(IdentitySchema) })
export type Identity = z.infer<typeof IdentitySchema>

/** `POST /api/v1/me/identities/start`: where to send the browser, which comes back to `to`. */
export const StartLinkSchema = z.strictObject({ to: z.string().max(500).optional() })
export const StartedLinkSchema = z.object({ url: z.url() })
