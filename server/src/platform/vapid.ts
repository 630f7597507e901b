import { createECDH, hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigurationError, type Configuration } from './configuration.ts'
import type { KeyRing, SecretKey } from './secret.ts'

/** How this server shows push services who it is (RFC 8292): base64url, as browsers take the public one. */
export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

const CURVE = 'prime256v1'

const KeysSchema = z.object({
  publicKey: z.string().regex(/^[\w-]{87}$/),
  privateKey: z.string().regex(/^[\w-]{43}$/),
})

/**
 * One's own pair, or the one that follows from the signing secret: every server with that secret has the same. Where
 * secrets were replaced it is the pair of the first of them, which stands beside them: with another, no device would ring.
 * @throws ConfigurationError when the file cannot be read or holds no pair
 */
export async function readVapidKeys(
  { vapidFile }: Pick<Configuration, 'vapidFile'>,
  { all, pushKey }: KeyRing,
): Promise<VapidKeys> {
  if (vapidFile === undefined)
    return pushKey ? pairOf(pushKey) : vapidKeysOf((all.at(-1) as SecretKey).secret)
  const text = await readFile(vapidFile, 'utf8').catch(() => {
    throw new ConfigurationError(`COLLOQUE_VAPID_FILE: ${vapidFile} cannot be read`)
  })
  const keys = KeysSchema.safeParse(parsed(text)).data
  if (!keys || publicKeyOf(keys.privateKey) !== keys.publicKey)
    throw new ConfigurationError(
      `COLLOQUE_VAPID_FILE: ${vapidFile} holds no pair of keys: npx web-push generate-vapid-keys --json`,
    )
  return keys
}

/** The pair that follows from a secret. */
export function vapidKeysOf(secret: Buffer): VapidKeys {
  // One number in 2^32 is no private key of the curve: the next one is taken then.
  for (let attempt = 0; ; attempt++) {
    const number = Buffer.from(hkdfSync('sha256', secret, '', `colloque vapid ${attempt}`, 32))
    const privateKey = number.toString('base64url')
    const publicKey = publicKeyOf(privateKey)
    if (publicKey) return { publicKey, privateKey }
  }
}

function pairOf(privateKey: string): VapidKeys {
  const publicKey = publicKeyOf(privateKey)
  if (!publicKey) throw new ConfigurationError('the secret file: its push-key is none')
  return { publicKey, privateKey }
}

function publicKeyOf(privateKey: string): string | undefined {
  try {
    const curve = createECDH(CURVE)
    curve.setPrivateKey(Buffer.from(privateKey, 'base64url'))
    return curve.getPublicKey('base64url')
  } catch {
    return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
