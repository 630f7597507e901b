import { rm } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { StreamName } from '@colloque/domain'
import {
  checkBoards,
  checkMessages,
  checkRecord,
  createRecorder,
  type Operation,
  type Recorder,
  type Refused,
} from '@colloque/history'
import { createColloqueClient } from '@colloque/sdk'
import { startServer } from '@colloque/testing'
import { caseOf } from '../../sdk/test-clients.ts'
import { changesOf, messageIn, wordsOn } from '../evidence.ts'
import { verifyChain } from '../verify-chain.ts'
import { mountMemory, whyNoMounts } from './mounts.ts'
import { skippedRow, type Row } from './row.ts'
import { openBoard, startWriting } from './writing.ts'

const run = promisify(execFile)
const RECOVERS_MS = 30_000

/** The disk of the data fills while people write: first nearly, then at once to the last byte. */
export const diskRow: Row = {
  name: 'disk',
  holds: 'on a full disk writes are refused as such, no reply is without its record, and room heals it',
  async run({ seed, length, say = () => undefined }) {
    const why = await whyNoMounts()
    if (why !== undefined) return skippedRow(why)
    const memory = await mountMemory(900)
    try {
      return await fillDisk(memory.folder, seed, length === 'short' ? 1 : 3, say)
    } finally {
      await memory.unmount()
    }
  },
}

async function fillDisk(folder: string, seed: number, times: number, say: (text: string) => void) {
  const violations: string[] = []
  const dataFolder = join(folder, 'data')
  const server = await startServer({ dataFolder })
  const client = createColloqueClient({ baseUrl: server.url, cookies: 'own' })
  const recorder = createRecorder(() => performance.now())
  let slowest = 0

  const since = (from: number) => recorder.operations().filter(({ invokedAt }) => invokedAt >= from)
  async function until(what: string, holds: () => boolean): Promise<void> {
    const from = performance.now()
    while (!holds()) {
      if (performance.now() > from + RECOVERS_MS) return void violations.push(`${what} did not come about`)
      await wait(100)
    }
    slowest = Math.max(slowest, performance.now() - from)
    say(`${what} after ${Math.round(performance.now() - from)} ms`)
  }
  const posted = (from: number) => since(from).filter(({ name }) => name === 'message.post')
  const isTaken = (from: number) => posted(from).some(({ outcome }) => outcome === 'ok')

  try {
    const [account] = (await client.api.demo())!.accounts
    await client.signIn(account!.email, account!.password)
    const caseId = await caseOf(client)
    const stream: StreamName = `case:${caseId}`
    const { head: before } = await client.api.query('streamChanges', { stream }, { since: 0 })
    const writing = startWriting({ client, url: server.url, caseId, recorder, seed })
    await until('writes with room', () => isTaken(0))

    for (let time = 1; time <= times; time++) {
      await leave(folder, 120)
      const nearlyFull = performance.now()
      await until('storage_full', () => posted(nearlyFull).some((one) => codeOf(one) === 'storage_full'))
      const refusing = performance.now()
      await wait(3_000)
      // What is asked for now is refused as such: a reader may read, a writer is told why.
      violations.push(...notRefused(recorder, refusing))
      await client.api.query('caseMessages', { id: caseId }, { limit: 1 })
      await makeRoom(folder)
      const roomAgain = performance.now()
      await until('writes after a nearly full disk', () => isTaken(roomAgain))

      await leave(folder, 0)
      await wait(4_000)
      await makeRoom(folder)
      const afterFull = performance.now()
      await until('writes after a full disk', () => isTaken(afterFull))
    }
    if (!(await writing.saved(RECOVERS_MS))) violations.push('the board is not saved, though there is room')
    await writing.stop()
    await server.kill()
    await server.start()

    const operations = recorder.operations()
    const changes = (await changesOf(client, stream)).filter(({ seq }) => seq > before)
    const posts = operations.filter(({ name }) => name === 'message.post')
    const edits = operations.filter(({ name }) => name === 'board.edit')
    const settled = changes.flatMap((change) => messageIn(change) ?? [])
    const fresh = await openBoard(client, server.url, caseId)
    violations.push(
      ...checkMessages({ operations: posts, readings: [], settled }),
      ...checkRecord({ operations: posts, changes, after: before }),
      ...checkBoards({ operations: edits, replicas: [], words: wordsOn(fresh.doc) }),
      ...(await verifyChain(dataFolder)),
    )
    await fresh.destroy()
    const count = (holds: (one: Operation) => boolean) => operations.filter(holds).length
    return {
      violations,
      counts: {
        'disks filled': times * 2,
        'messages acknowledged': posts.filter(({ outcome }) => outcome === 'ok').length,
        'refused as storage_full': count((one) => codeOf(one) === 'storage_full'),
        'refused otherwise': count((one) => one.outcome !== 'ok' && codeOf(one) !== 'storage_full'),
        'boards refused': writing.refusals,
        'board edits told saved': edits.filter(({ outcome }) => outcome === 'ok').length,
        'longest wait, in ms': Math.round(slowest),
      },
    }
  } finally {
    client.close()
    await server.stop()
  }
}

const codeOf = ({ result }: Operation) => (result as Partial<Refused> | undefined)?.code

function notRefused(recorder: Recorder, from: number): string[] {
  return recorder
    .operations()
    .filter(
      ({ name, invokedAt, endedAt }) => name === 'message.post' && invokedAt >= from && endedAt < Infinity,
    )
    .map(
      (one) => `on a full disk ${one.name} ${one.commandId} was answered ${one.outcome} ${codeOf(one) ?? ''}`,
    )
}

const FILLER = 'filler'

/** Fills the disk up to so many megabytes. */
async function leave(folder: string, megabytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const bytes = bavail * bsize - megabytes * 1e6
  await run('fallocate', ['-l', String(Math.max(bytes, 1)), join(folder, FILLER)]).catch(() => undefined)
}

const makeRoom = (folder: string) => rm(join(folder, FILLER), { force: true })
