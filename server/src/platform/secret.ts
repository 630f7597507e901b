import { createHash, randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '@colloque/embedded-mongo'
import { ConfigurationError, type Configuration } from './configuration.ts'

const MIN_BYTES = 32
const MIN_DISTINCT = 12
/** What stands in examples, and what hands type that were to type something random. */
const EXAMPLES =
  /change.?me|replace.?(me|this)|your.?secret|password|passw0rd|motdepasse|example|colloque|0123456789|abcdefghij|azertyuiop|qwertyuiop|(?<unit>.{4,12})\k<unit>{3}/i

export interface SecretKey {
  /** Names the key in what it signed or sealed; says nothing of it. */
  readonly id: string
  readonly secret: Buffer
  /** When another took its place; undefined for one that nobody has replaced by `keys:rotate`. */
  readonly replacedAt?: Date
}

/** The secrets of the house: the first signs and seals, all verify and open. */
export interface KeyRing {
  readonly first: SecretKey
  readonly all: readonly SecretKey[]
  find(id: unknown): SecretKey | undefined
  /** Private key of push notifications, which stays when secrets are replaced; base64url. */
  readonly pushKey?: string
}

/** @param secrets the first signs @throws ConfigurationError when there is none */
export function keyRingOf(
  secrets: readonly (Buffer | Omit<SecretKey, 'id'>)[],
  pushKey?: string | undefined,
): KeyRing {
  const all = secrets.map((one): SecretKey => {
    const key = Buffer.isBuffer(one) ? { secret: one } : one
    return { id: createHash('sha256').update(key.secret).digest('hex').slice(0, 8), ...key }
  })
  const byId = new Map(all.map((key) => [key.id, key]))
  const [first] = all
  if (!first) throw new ConfigurationError('there is no secret to sign with')
  return { first, all, find: (id) => byId.get(id as string), ...(pushKey ? { pushKey } : {}) }
}

/**
 * The secrets: from the file named in the configuration, or one made once beside the embedded database.
 * @throws ConfigurationError when the file is missing, or a secret in it is short or plainly not random
 */
export async function readKeys(configuration: Configuration): Promise<KeyRing> {
  const { secretFile, mongoUri } = configuration
  if (secretFile !== undefined) return parseSecrets(await read(secretFile), secretFile)
  // Several servers must share one secret, so with a database of its own the file has to be named.
  if (mongoUri !== undefined)
    throw new ConfigurationError(
      'MONGODB_URI needs COLLOQUE_SECRET_FILE: a file with 32 random bytes or more',
    )
  const own = secretFileOf(configuration)
  try {
    return parseSecrets(await readFile(own), own)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = newSecret()
  await keepNew(own, secret)
  return parseSecrets(await readFile(own), own)
}

/** Whole and on disk, or not at all: without it nobody is let in any more, and what is sealed stays so. */
async function keepNew(file: string, secret: string): Promise<void> {
  const beside = `${file}.${process.pid}`
  await writeFile(beside, secret, { mode: 0o600, flush: true })
  try {
    await link(beside, file)
  } catch (error) {
    // Another server that begins on the same folder was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(beside, { force: true })
  }
  await syncFolder(dirname(file))
}

/** Where the secrets lie. */
export const secretFileOf = ({ secretFile, dataFolder }: Configuration): string =>
  secretFile ?? join(dataFolder, 'secret')

export const newSecret = (): string => randomBytes(48).toString('base64url')

const PUSH_KEY = /^push-key ([\w-]{43})$/
const REPLACED = / replaced=(\S+)$/

/**
 * One secret a line, the first of them in use; `push-key …` and ` replaced=…` are what `keys:rotate` adds. A file that
 * is no text is one secret.
 * @throws ConfigurationError
 */
export function parseSecrets(content: Buffer, file: string): KeyRing {
  const text = content.toString('latin1').trim()
  if (!/^[\t\n\r\x20-\x7e]*$/.test(text)) return keyRingOf([check(Buffer.from(text, 'latin1'), file)])
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const pushKey = lines.map((line) => PUSH_KEY.exec(line)?.[1]).find((key) => key !== undefined)
  const secrets = lines
    .filter((line) => line !== '' && !line.startsWith('#') && !PUSH_KEY.test(line))
    .map((line) => {
      const at = Date.parse(REPLACED.exec(line)?.[1] ?? '')
      const secret = check(Buffer.from(line.replace(REPLACED, ''), 'latin1'), file)
      return Number.isNaN(at) ? { secret } : { secret, replacedAt: new Date(at) }
    })
  if (secrets.length === 0) throw new ConfigurationError(`${file}: there is no secret in it`)
  return keyRingOf(secrets, pushKey)
}

/** The file that `parseSecrets` reads as these. */
export function formatSecrets({ all, pushKey }: Pick<KeyRing, 'all' | 'pushKey'>): string {
  const lines = all.map(
    ({ secret, replacedAt }) =>
      `${secret.toString('latin1')}${replacedAt ? ` replaced=${replacedAt.toISOString()}` : ''}`,
  )
  return [...lines, ...(pushKey ? [`push-key ${pushKey}`] : []), ''].join('\n')
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch {
    throw new ConfigurationError(`COLLOQUE_SECRET_FILE: ${file} cannot be read`)
  }
}

function check(secret: Buffer, file: string): Buffer {
  if (secret.length < MIN_BYTES)
    throw new ConfigurationError(`${file}: the secret needs ${MIN_BYTES} bytes or more`)
  if (new Set(secret).size < MIN_DISTINCT || EXAMPLES.test(secret.toString('latin1')))
    throw new ConfigurationError(`${file}: the secret is not random: head -c 48 /dev/urandom | base64`)
  return secret
}
