import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { DepartureTimes } from './stopping/departure.ts'

const flag = z.enum(['0', '1', 'true', 'false', '']).transform((value) => value === '1' || value === 'true')

/** Every setting of the server. Read once by main.ts; nothing else looks at the environment. */
const EnvironmentSchema = z.object({
  /** Where the server listens. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder of the embedded database, and of the secret where no file is named. */
  COLLOQUE_DATA: z.string().min(1).default('.data'),
  /** Cache of what the embedded database needs from the system, outside the data. */
  COLLOQUE_CACHE: z.string().min(1).default('.cache'),
  /** Where heads of the log and old records of the audit trail are kept, outside the database. */
  COLLOQUE_AUDIT_FOLDER: z.string().min(1).optional(),
  /** 1: a demo house at the first start, its accounts offered at sign-in. Never with real patients. */
  COLLOQUE_DEMO: flag.default(false),
  /** A MongoDB of one's own, a replica set; without it the embedded engine runs. */
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .optional(),
  /** Redis between several servers on one database: redis://…, or rediss://… with TLS. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//)
    .optional(),
  /** File with the signing secret: 32 random bytes or more, as text. */
  COLLOQUE_SECRET_FILE: z.string().min(1).optional(),
  /** Addresses under which browsers reach the server, by commas: https://colloque.example. */
  COLLOQUE_ORIGINS: z.string().default(''),
  /** When one of several servers behind a proxy is told to stop: ms of `/readyz` false before anybody is sent away. */
  COLLOQUE_NOTICE_MS: z.coerce.number().int().min(0).max(60_000).default(5_000),
  /** And ms over which its connections are then sent to the others. */
  COLLOQUE_DRAIN_MS: z.coerce.number().int().min(0).max(600_000).default(10_000),
  /** Number of reverse proxies in front, whose X-Forwarded-For is believed. */
  COLLOQUE_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Token that reads /metrics; without it /metrics answers 404. */
  COLLOQUE_METRICS_TOKEN: z.string().min(16).optional(),
  /** A port of its own for /metrics, which a firewall can keep to those who watch; on HOST as well. */
  COLLOQUE_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** By which lines of several servers are told apart. By default the machine's name and the port. */
  COLLOQUE_NODE: z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .optional(),
  /** Address under which people reach the server, for links in mails: https://colloque.example. */
  COLLOQUE_ADDRESS: z.url({ protocol: /^https?$/ }).optional(),
  /** File with a pair of keys of one's own for push notifications, as `web-push generate-vapid-keys --json` prints it. */
  COLLOQUE_VAPID_FILE: z.string().min(1).optional(),
  /** Push services besides those of the browsers' makers, by commas: push.example, push.example:8443. */
  COLLOQUE_PUSH_HOSTS: z.string().default(''),
  /** Where mails are handed in: smtps://user:password@mail.example. Without it none are sent. */
  COLLOQUE_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional(),
  /** Whom mails are from: Colloque <colloque@example.org>. Needed with COLLOQUE_SMTP_URL. */
  COLLOQUE_MAIL_FROM: z.string().min(3).optional(),
  /** A provider of identities at which people sign in besides (OpenID Connect): its issuer. */
  COLLOQUE_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  COLLOQUE_OIDC_CLIENT_ID: z.string().min(1).optional(),
  /** File with the secret that the provider gave. */
  COLLOQUE_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  /** As the sign-in page shows it. */
  COLLOQUE_OIDC_NAME: z.string().trim().min(1).max(60).optional(),
  /** Pro Santé Connect, or its sandbox: issuer, discovery, scopes, level and claims are known. */
  COLLOQUE_OIDC_PRESET: z.enum(['pro-sante-connect', 'pro-sante-connect-bas']).optional(),
  COLLOQUE_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
})

export interface Configuration {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly cacheFolder: string
  /** None beside a database of one's own until it is named. */
  readonly auditFolder: string | undefined
  readonly demo: boolean
  readonly mongoUri: string | undefined
  readonly redisUrl: string | undefined
  readonly secretFile: string | undefined
  readonly origins: readonly string[]
  readonly proxies: number
  readonly departure: DepartureTimes
  readonly metricsToken: string | undefined
  readonly metricsPort: number | undefined
  /** In every line of the log. */
  readonly nodeName: string
  /** Without a slash at its end. */
  readonly address: string
  readonly vapidFile: string | undefined
  readonly pushHosts: readonly string[]
  /** Whom a push service may ask about what this server sends it. */
  readonly pushContact: string
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined
  readonly oidc: OidcConfiguration | undefined
  readonly logLevel: string
}

export interface OidcConfiguration {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecretFile: string
  readonly name: string
  readonly proSanteConnect: boolean
}

/** Source: ANS, Pro Santé Connect. */
const PRESET_ISSUERS = {
  'pro-sante-connect': 'https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet',
  'pro-sante-connect-bas': 'https://auth.bas.psc.esante.gouv.fr/auth/realms/esante-wallet',
} as const

/** A setting that cannot be used, in words for the person who starts the server. */
export class ConfigurationError extends Error {}

/**
 * @throws ConfigurationError naming each setting that is wrong, never its value
 */
export function readConfiguration(environment: Record<string, string | undefined>): Configuration {
  const parsed = EnvironmentSchema.safeParse(environment)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigurationError(`settings that cannot be used:\n  ${wrong.join('\n  ')}`)
  }
  const values = parsed.data
  if (values.COLLOQUE_DEMO && values.NODE_ENV === 'production') {
    throw new ConfigurationError(
      'COLLOQUE_DEMO=1 offers its accounts to everybody: not with NODE_ENV=production',
    )
  }
  const { COLLOQUE_SMTP_URL: smtpUrl, COLLOQUE_MAIL_FROM: from } = values
  if (smtpUrl !== undefined && from === undefined)
    throw new ConfigurationError(
      'COLLOQUE_SMTP_URL needs COLLOQUE_MAIL_FROM: Colloque <colloque@example.org>',
    )
  const origins = listed(values.COLLOQUE_ORIGINS)
  const address = values.COLLOQUE_ADDRESS ?? origins[0] ?? `http://localhost:${values.PORT}`
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    dataFolder: values.COLLOQUE_DATA,
    cacheFolder: values.COLLOQUE_CACHE,
    auditFolder:
      values.COLLOQUE_AUDIT_FOLDER ??
      (values.MONGODB_URI === undefined ? join(values.COLLOQUE_DATA, 'audit') : undefined),
    demo: values.COLLOQUE_DEMO,
    mongoUri: values.MONGODB_URI,
    redisUrl: values.REDIS_URL,
    secretFile: values.COLLOQUE_SECRET_FILE,
    origins,
    proxies: values.COLLOQUE_PROXIES,
    departure: { noticeMs: values.COLLOQUE_NOTICE_MS, spreadMs: values.COLLOQUE_DRAIN_MS },
    metricsToken: values.COLLOQUE_METRICS_TOKEN,
    metricsPort: values.COLLOQUE_METRICS_PORT,
    nodeName: values.COLLOQUE_NODE ?? `${hostname()}:${values.PORT}`,
    address: address.replace(/(?<!\/)\/+$/, ''),
    vapidFile: values.COLLOQUE_VAPID_FILE,
    pushHosts: listed(values.COLLOQUE_PUSH_HOSTS),
    // An address that they could not reach is refused by some of them, so none is better than localhost.
    pushContact: address.startsWith('https:') ? address : 'mailto:nobody@example.com',
    mail: smtpUrl !== undefined && from !== undefined ? { smtpUrl, from } : undefined,
    oidc: oidcOf(values),
    logLevel: values.COLLOQUE_LOG,
  })
}

/** For trying and for tests; everywhere else a provider is asked over TLS alone. */
export const isLoopback = (issuer: string) =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(issuer).hostname)

/** @throws ConfigurationError for a provider that is half named, or asked without TLS */
function oidcOf(values: z.output<typeof EnvironmentSchema>): OidcConfiguration | undefined {
  const { COLLOQUE_OIDC_PRESET: preset, COLLOQUE_OIDC_ISSUER: named } = values
  const { COLLOQUE_OIDC_CLIENT_ID: clientId, COLLOQUE_OIDC_CLIENT_SECRET_FILE: clientSecretFile } = values
  const { COLLOQUE_OIDC_NAME: name = 'Pro Santé Connect' } = values
  if ([preset, named, clientId, clientSecretFile].every((value) => value === undefined)) return undefined
  const issuer = named ?? (preset && PRESET_ISSUERS[preset])
  if (issuer === undefined || clientId === undefined || clientSecretFile === undefined)
    throw new ConfigurationError(
      'COLLOQUE_OIDC_CLIENT_ID, COLLOQUE_OIDC_CLIENT_SECRET_FILE, and COLLOQUE_OIDC_ISSUER or COLLOQUE_OIDC_PRESET go together',
    )
  if (preset === undefined && values.COLLOQUE_OIDC_NAME === undefined)
    throw new ConfigurationError(
      'COLLOQUE_OIDC_ISSUER needs COLLOQUE_OIDC_NAME: what the sign-in page calls it',
    )
  const isHere = isLoopback(issuer)
  // What a preset trusts, it trusts of its own issuer.
  if (preset !== undefined && named !== undefined && named !== PRESET_ISSUERS[preset] && !isHere)
    throw new ConfigurationError('COLLOQUE_OIDC_PRESET has its own issuer: leave COLLOQUE_OIDC_ISSUER out')
  if (new URL(issuer).protocol !== 'https:' && !isHere)
    throw new ConfigurationError('COLLOQUE_OIDC_ISSUER: https alone')
  return { issuer, clientId, clientSecretFile, name, proSanteConnect: preset !== undefined }
}

const listed = (text: string) => text.split(',').flatMap((part) => (part.trim() ? [part.trim()] : []))
