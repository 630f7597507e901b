import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '@colloque/embedded-mongo'
import {
  formatSecrets,
  keyRingOf,
  newSecret,
  parseSecrets,
  secretFileOf,
  type KeyRing,
} from '../../platform/secret.ts'
import { vapidKeysOf } from '../../platform/vapid.ts'
import { CommandError } from '../terminal/command-error.ts'
import type { CommandContext } from '../terminal/run-command.ts'

/** Replaced ones that are kept at most, apart from those that something is still sealed by. */
const OLD_MAX = 2

/**
 * Puts a new secret first into the secret file. What is old stays for some days, for what it signed, and for as long as
 * somebody's second factor is sealed by it: servers seal anew when they start.
 * @throws CommandError
 */
export async function rotateKeys(
  { configuration, db, say }: Pick<CommandContext<object>, 'configuration' | 'db' | 'say'>,
  { keepDays, now }: { readonly keepDays: number; readonly now: Date },
): Promise<void> {
  const file = secretFileOf(configuration)
  const ring = parseSecrets(await readSecretFile(file), file)
  const { next, dropped } = rotated(ring, { keepDays, now, inUse: await keysInUse(db) })
  await replaceFile(file, formatSecrets(next))
  say(`${file} begins with a new secret; ${next.all.length - 1} before it are kept, ${dropped} gone.`)
  say('Restart all servers now, together: those that know it not refuse what the others sign.')
}

/** The ring with a new first secret. Keys of push notifications stay what they are. */
export function rotated(
  ring: KeyRing,
  { keepDays, now, inUse }: { keepDays: number; now: Date; inUse: ReadonlySet<string> },
): { next: KeyRing; dropped: number } {
  const { first, all } = ring
  const keptFrom = now.getTime() - keepDays * 86_400_000
  const old = [{ ...first, replacedAt: now }, ...all.slice(1)].map((key) => ({ replacedAt: now, ...key }))
  const kept = old.filter(
    ({ id, replacedAt }, index) =>
      inUse.has(id) || (index < OLD_MAX && (id === first.id || replacedAt.getTime() >= keptFrom)),
  )
  const oldest = all.at(-1) ?? first
  const pushKey = ring.pushKey ?? vapidKeysOf(oldest.secret).privateKey
  const next = keyRingOf([Buffer.from(newSecret()), ...kept], pushKey)
  return { next, dropped: old.length - kept.length }
}

/** Ids of the keys that somebody's second factor is sealed by. */
async function keysInUse(db: CommandContext<object>['db']): Promise<Set<string>> {
  const accounts = db.collection<{ secondFactor?: { secret: string } }>('accounts')
  const sealed = await accounts
    .find({ secondFactor: { $type: 'object' } }, { projection: { 'secondFactor.secret': 1 } })
    .toArray()
  return new Set(sealed.map(({ secondFactor }) => secondFactor?.secret.split('.')[0] ?? ''))
}

async function readSecretFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch {
    throw new CommandError(`${file} cannot be read: a server makes it when it starts. Nothing was changed.`)
  }
}

/** Either the old file or the whole new one is there, with the rights of the old. */
async function replaceFile(file: string, content: string): Promise<void> {
  const beside = `${file}.new`
  try {
    const { mode } = await stat(file)
    await writeFile(beside, content, { mode: mode & 0o777, flag: 'wx', flush: true })
    await rename(beside, file)
    // Before anything is sealed by the new one.
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(beside, { force: true })
    throw new CommandError(`${file} cannot be written (${(error as Error).message}): nothing was changed.`)
  }
}
