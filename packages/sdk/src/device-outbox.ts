import type { IDBPDatabase } from 'idb'
import type { DeviceDatabase, Kept, KeptCommand } from './device-database.ts'
import { fromBytes, toBytes, type Vault } from './device-vault.ts'
import type { OutboxStore, StoredCommand } from './outbox-store.ts'
import type { DeviceNotes } from './storage.ts'

const placeOf = (commandId: string, file?: number) =>
  file === undefined ? `command ${commandId}` : `file ${commandId} ${file}`

/** Commands that wait, sealed with their files. */
export function deviceOutbox(device: DeviceDatabase, notes: DeviceNotes, accountId: string): OutboxStore {
  const counter = `outboxPosition.${accountId}`
  return {
    nextPosition(atLeast) {
      const next = Math.max(Number(notes.get(counter) ?? 0) + 1, atLeast)
      notes.set(counter, String(next))
      return next
    },
    async put(command) {
      const began = device.generation
      const database = await device.open()
      const sealed = await seal(device.vault, command)
      if (device.generation !== began) return
      await database.put('outbox', sealed)
    },
    async remove(commandId) {
      await (await device.open()).delete('outbox', commandId)
    },
    async all() {
      const kept = await (await device.open()).getAll('outbox')
      const commands = await Promise.all(kept.map((one) => open(device.vault, one)))
      return commands.flatMap((command) => command ?? [])
    },
  }
}

/** Seals the commands that an earlier version of the client left in clear. */
export async function sealOldCommands(database: IDBPDatabase<Kept>, vault: Vault): Promise<void> {
  const all = (await database.getAll('outbox')) as readonly (KeptCommand | StoredCommand)[]
  for (const command of all) {
    if (!('sealed' in command)) await database.put('outbox', await seal(vault, command))
  }
}

async function seal(vault: Vault, { files, ...command }: StoredCommand): Promise<KeptCommand> {
  const { commandId } = command
  const described = files.map(({ blob: _blob, ...file }) => file)
  const sealed = await vault.seal('unsent', placeOf(commandId), toBytes({ ...command, files: described }))
  const sealedFiles = files.map(async ({ blob }, index) => {
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return { type: blob.type, ...(await vault.seal('unsent', placeOf(commandId, index), bytes)) }
  })
  return { commandId, ...sealed, files: await Promise.all(sealedFiles) }
}

async function open(vault: Vault, { commandId, files, ...sealed }: KeptCommand) {
  const bytes = await vault.open('unsent', placeOf(commandId), sealed)
  const blobs = await Promise.all(
    files.map((file, index) => vault.open('unsent', placeOf(commandId, index), file)),
  )
  if (!bytes || blobs.includes(undefined)) return undefined
  const command = fromBytes(bytes) as StoredCommand
  const whole = command.files.map((file, index) => ({
    ...file,
    blob: new Blob([blobs[index]!], { type: files[index]!.type }),
  }))
  return { ...command, files: whole } as StoredCommand
}
