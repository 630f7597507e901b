import { AccountSchema, InstantSchema, PROOF_MEANS, ProfessionSchema } from '@colloque/domain'
import { z } from 'zod'

const PasswordSchema = z.string().min(1).max(200)

/** By what a session was opened; two of them where a second factor was asked for. */
export const SIGN_IN_METHODS = ['password', 'totp', 'recoveryCode', 'passkey', 'oidc'] as const
export type SignInMethod = (typeof SIGN_IN_METHODS)[number]

export const SignInSchema = z.strictObject({
  email: z.string().min(3).max(254),
  password: PasswordSchema,
})

/** Answer of signing in and of renewing: the access token lasts ten minutes, the refresh token is in a cookie. */
export const SessionSchema = z.object({ accessToken: z.string(), account: AccountSchema })
export type Session = z.infer<typeof SessionSchema>

const encoded = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+$/)

/** The id of a passkey: base64url, at most 1,023 bytes. Source: WebAuthn 3, credential id. */
export const PasskeyIdSchema = encoded(1_364)

const credential = {
  id: PasskeyIdSchema,
  rawId: PasskeyIdSchema,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).transform(() => ({})),
}

/** What a browser answers to the options of a passkey that is used: `AuthenticationResponseJSON` of WebAuthn 3. */
export const PasskeyUseSchema = z.strictObject({
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: encoded(4_000),
      authenticatorData: encoded(4_000),
      signature: encoded(8_000),
      userHandle: encoded(100).optional(),
    }),
  }),
})
export type PasskeyUse = z.infer<typeof PasskeyUseSchema>['response']

/** By which a person tells their passkeys apart. */
export const PasskeyNameSchema = z.string().trim().min(1).max(60)

/** The same for a passkey that is made: `RegistrationResponseJSON`. */
export const NewPasskeySchema = z.strictObject({
  name: PasskeyNameSchema,
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: encoded(4_000),
      attestationObject: encoded(12_000),
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  }),
})
export type NewPasskey = z.infer<typeof NewPasskeySchema>

export const RenamedPasskeySchema = z.strictObject({ name: PasskeyNameSchema })

export const PasskeySchema = z.object({
  id: PasskeyIdSchema,
  name: z.string(),
  createdAt: InstantSchema,
  lastUsedAt: InstantSchema.nullable(),
  /** Kept by a password manager on all of a person's devices; otherwise it is on one alone, and lost with it. */
  synced: z.boolean(),
})
export type Passkey = z.infer<typeof PasskeySchema>
export const PasskeysSchema = z.object({ items: z.array(PasskeySchema) })

/** Options for the browser, handed on as they are. */
export const PasskeyOptionsSchema = z.looseObject({ challenge: z.string() })

export const ProveByPasswordSchema = z.strictObject({ password: PasswordSchema })

/** Until when a proof of identity covers signatures; in seconds too, since a device's clock may be wrong. */
export const ProvedSchema = z.object({ provedUntil: InstantSchema, secondsLeft: z.number() })
export type Proved = z.infer<typeof ProvedSchema>

/** How this session stands, and by what the person could prove anew. */
export const ProofStateSchema = z.object({
  provedUntil: InstantSchema.nullable(),
  secondsLeft: z.number(),
  means: z.array(z.enum(PROOF_MEANS)),
})
export type ProofState = z.infer<typeof ProofStateSchema>

/** `GET /api/v1/demo`, in demo mode alone. */
export const DemoSchema = z.object({
  accounts: z.array(
    z.object({ email: z.string(), password: z.string(), name: z.string(), profession: ProfessionSchema }),
  ),
})
export type Demo = z.infer<typeof DemoSchema>
