import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import webPush from 'web-push'
import { keyRingOf } from './secret.ts'
import { readVapidKeys, vapidKeysOf } from './vapid.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloque-vapid-'))
})
afterAll(() => rm(folder, { recursive: true }))

const secret = randomBytes(48)
const file = async (content: unknown) => {
  const vapidFile = join(folder, 'keys.json')
  await writeFile(vapidFile, typeof content === 'string' ? content : JSON.stringify(content))
  return readVapidKeys({ vapidFile }, keyRingOf([secret]))
}

it('follows from the secret: the same on every server that has it, another for another', async () => {
  const keys = await readVapidKeys({ vapidFile: undefined }, keyRingOf([secret]))
  expect(keys).toEqual(vapidKeysOf(secret))
  expect(keys).not.toEqual(vapidKeysOf(randomBytes(48)))
  expect(() => webPush.setVapidDetails('mailto:x@example.com', keys.publicKey, keys.privateKey)).not.toThrow()
})

it('takes a pair of one’s own', async () => {
  const own = webPush.generateVAPIDKeys()
  expect(await file(own)).toEqual(own)
})

it('refuses what is no pair, and says what to do', async () => {
  const [one, other] = [webPush.generateVAPIDKeys(), webPush.generateVAPIDKeys()]
  for (const content of [
    'not json',
    {},
    { ...one, privateKey: other.privateKey },
    { ...one, publicKey: 'B' },
  ])
    await expect(file(content)).rejects.toThrow('generate-vapid-keys')
  await expect(readVapidKeys({ vapidFile: join(folder, 'none') }, keyRingOf([secret]))).rejects.toThrow(
    'cannot be read',
  )
})
