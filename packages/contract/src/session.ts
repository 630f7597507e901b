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
    z.object({
      email: z.string(),
      password: z.string(),
      name: z.string(),
      /** null for a relative. */
      profession: ProfessionSchema.nullable(),
    }),
  ),
})
export type Demo = z.infer<typeof DemoSchema>

/** What a password alone lacks; the last is used instead of it, at `/session/passkey`. */
export const FACTORS = ['totp', 'recoveryCode', 'passkey'] as const
export type Factor = (typeof FACTORS)[number]

/** Stands for a password that was right: good for five minutes and five codes. */
export const SignInTicketSchema = encoded(43)
/** Six digits of an app, or a recovery code; spaces, dashes and case do not count. */
export const FactorCodeSchema = z.string().min(6).max(40)

/** What `unauthenticated` says after a right password that is not enough. */
export const SecondFactorNeededSchema = z.discriminatedUnion('why', [
  z.object({
    why: z.literal('second_factor'),
    ticket: SignInTicketSchema,
    factors: z.array(z.enum(FACTORS)),
  }),
  /** The team lets nobody in by a password alone, and this person has no second factor yet. */
  z.object({ why: z.literal('second_factor_enrolment'), ticket: SignInTicketSchema }),
])
export type SecondFactorNeeded = z.infer<typeof SecondFactorNeededSchema>

export const TicketSchema = z.strictObject({ ticket: SignInTicketSchema })
export const TicketAndCodeSchema = z.strictObject({ ticket: SignInTicketSchema, code: FactorCodeSchema })

/** For an app that makes one-time codes: as an address for a QR code, and the secret in it to be typed (base32). */
export const EnrolmentSchema = z.object({ uri: z.string(), secret: z.string() })
export const OwnEnrolmentSchema = EnrolmentSchema.extend({ ticket: SignInTicketSchema })
export type OwnEnrolment = z.infer<typeof OwnEnrolmentSchema>

/** Shown once: ten, each good once. */
export const RecoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })
export const EnrolledSessionSchema = SessionSchema.extend(RecoveryCodesSchema.shape)
export type EnrolledSession = z.infer<typeof EnrolledSessionSchema>

export const SecondFactorSchema = z.object({
  /** Since when codes of an app are asked for; null where there is none. */
  totp: z.object({ createdAt: InstantSchema }).nullable(),
  recoveryCodesLeft: z.number().int(),
  /** A team of theirs lets nobody in by a password alone. */
  required: z.boolean(),
})
export type SecondFactor = z.infer<typeof SecondFactorSchema>

export const OpenSessionSchema = z.object({
  id: z.uuid(),
  /** Product names as in `Firefox`, `Windows`; null where the device does not say. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  createdAt: InstantSchema,
  /** To within ten minutes. */
  lastUsedAt: InstantSchema,
  methods: z.array(z.enum(SIGN_IN_METHODS)),
  current: z.boolean(),
})
export type OpenSession = z.infer<typeof OpenSessionSchema>
export const OpenSessionsSchema = z.object({ items: z.array(OpenSessionSchema) })

/** Refused with `invalid { field: 'password', why }`: see `PASSWORD_REFUSALS`. */
export const NewPasswordSchema = z.strictObject({ password: PasswordSchema })
export const PASSWORD_REFUSALS = ['too_short', 'too_long', 'common', 'guessable', 'own_name'] as const
