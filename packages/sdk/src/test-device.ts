import { openDB } from 'idb'

const open = (account: string) => openDB(`colloque-${account}`)

/** All that lies in an account's database, as whoever copies the files would find it: keys are not among it. */
export async function everythingKept(account: string): Promise<string> {
  const database = await open(account)
  let text = ''
  for (const store of database.objectStoreNames) {
    if (store === 'keys') continue
    for (const value of [...(await database.getAll(store)), ...(await database.getAllKeys(store))]) {
      text += readable(value)
    }
  }
  database.close()
  return text
}

/** Removes a key, as a browser does that clears one. */
export async function removeKey(account: string, key: 'read' | 'unsent'): Promise<void> {
  const database = await open(account)
  await database.delete('keys', key)
  database.close()
}

function readable(value: unknown): string {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return Buffer.from(value as Uint8Array).toString('latin1')
  }
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.values(value).map(readable).join(' ')
}
