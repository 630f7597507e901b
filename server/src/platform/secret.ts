import { randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, type Configuration } from './configuration.ts'

const MIN_BYTES = 32

/**
 * The signing secret: from the file named in the configuration, or one made once beside the embedded database.
 * @throws ConfigurationError when the file is missing, short, or plainly not random
 */
export async function readSecret({ secretFile, dataFolder, mongoUri }: Configuration): Promise<Buffer> {
  if (secretFile !== undefined) return check(await read(secretFile), secretFile)
  // Several servers must share one secret, so with a database of its own the file has to be named.
  if (mongoUri !== undefined)
    throw new ConfigurationError(
      'MONGODB_URI needs COLLOQUE_SECRET_FILE: a file with 32 random bytes or more',
    )
  const own = join(dataFolder, 'secret')
  try {
    return check(await readFile(own), own)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = Buffer.from(randomBytes(48).toString('base64url'))
  await writeFile(own, secret, { mode: 0o600, flag: 'wx' })
  await chmod(own, 0o600)
  return secret
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch {
    throw new ConfigurationError(`COLLOQUE_SECRET_FILE: ${file} cannot be read`)
  }
}

function check(secret: Buffer, file: string): Buffer {
  const trimmed = Buffer.from(secret.toString('latin1').trim(), 'latin1')
  if (trimmed.length < MIN_BYTES)
    throw new ConfigurationError(`${file}: the secret needs ${MIN_BYTES} bytes or more`)
  if (new Set(trimmed).size < 12)
    throw new ConfigurationError(`${file}: the secret is not random: head -c 48 /dev/urandom | base64`)
  return trimmed
}
