import { existsSync } from 'node:fs'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { StreamName } from '@colloque/domain'
import { checkBoards, checkMessages, checkRecord, createRandom, createRecorder } from '@colloque/history'
import { createColloqueClient } from '@colloque/sdk'
import { startServer } from '@colloque/testing'
import { caseOf } from '../../sdk/test-clients.ts'
import { changesOf, messageIn, wordsOn } from '../evidence.ts'
import { verifyChain } from '../verify-chain.ts'
import { openBoard, startWriting } from './writing.ts'
import { mountDisk, whyNoMounts, type Disk } from './mounts.ts'
import { skippedRow, type Row } from './row.ts'

/**
 * `kill -9` leaves the kernel's memory; a power cut does not. Here the data lie on a disk of its own, which is copied
 * while server and engine stand still in the middle of their work: the copy is what they find after the cut.
 */
export const powerRow: Row = {
  name: 'power',
  holds: 'nothing that was acknowledged is lost in a power cut',
  async run({ seed, length }) {
    const why = await whyNoMounts()
    if (why !== undefined) return skippedRow(why)
    const disk = await mountDisk(1_500).catch(() => undefined)
    if (!disk) return skippedRow('this machine has no loop devices')
    try {
      return await cutPower(disk, seed, length === 'short' ? 1 : 5)
    } finally {
      await disk.unmount()
    }
  },
}

async function cutPower(disk: Disk, seed: number, cuts: number) {
  const random = createRandom(seed)
  const violations: string[] = []
  const dataFolder = join(disk.folder, 'data')
  const server = await startServer({ dataFolder })
  const writer = createColloqueClient({ baseUrl: server.url, cookies: 'own' })
  const acknowledged = { messages: 0, edits: 0 }
  let unsynced = 0
  try {
    const [account] = (await writer.api.demo())!.accounts
    await writer.signIn(account!.email, account!.password)
    const recorder = createRecorder(() => performance.now())
    const caseId = await caseOf(writer)
    const stream: StreamName = `case:${caseId}`
    const { head: before } = await writer.api.query('streamChanges', { stream }, { since: 0 })

    for (let cut = 1; cut <= cuts; cut++) {
      const writing = startWriting({ client: writer, url: server.url, caseId, recorder, seed: seed + cut })
      await wait(2_000 + random() * 3_000)
      const synced = join(disk.folder, `synced-${cut}`)
      const lost = join(disk.folder, `lost-${cut}`)
      await writeSynced(synced)
      await writeFile(lost, 'only in memory')
      const pids = [server.pid()!, (await server.enginePid())!]
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      const told = recorder.events.length
      const copy = await disk.copy()
      for (const pid of pids) process.kill(pid, 'SIGKILL')
      await server.kill()
      await writing.stop()
      await disk.replaceBy(copy)
      // The harness itself: what was synced is there, what was not is gone, or the cut was none.
      if ((await readFile(synced, 'utf8').catch(() => '')) !== 'on disk')
        violations.push(`cut ${cut} took what had been synced: the harness is wrong`)
      if (!existsSync(lost) || (await readFile(lost, 'utf8')) === '') unsynced += 1
      if (recorder.events.length < told) violations.push('the history was shortened')
      await server.start()
    }

    const operations = recorder.operations()
    const changes = (await changesOf(writer, stream)).filter(({ seq }) => seq > before)
    const posts = operations.filter(({ name }) => name === 'message.post')
    const edits = operations.filter(({ name }) => name === 'board.edit')
    acknowledged.messages = posts.filter(({ outcome }) => outcome === 'ok').length
    acknowledged.edits = edits.filter(({ outcome }) => outcome === 'ok').length
    const fresh = await openBoard(writer, server.url, caseId)
    violations.push(
      ...checkMessages({
        operations: posts,
        readings: [],
        settled: changes.flatMap((change) => messageIn(change) ?? []),
      }),
      ...checkRecord({ operations: posts, changes, after: before }),
      ...checkBoards({ operations: edits, replicas: [], words: wordsOn(fresh.doc) }),
      ...(await verifyChain(dataFolder)),
    )
    await fresh.destroy()
    if (unsynced === 0) violations.push('no cut took what was not synced: nothing was shown')
  } finally {
    writer.close()
    await server.stop()
  }
  return {
    violations,
    counts: {
      'power cuts': cuts,
      'messages acknowledged': acknowledged.messages,
      'board edits told saved': acknowledged.edits,
      'unsynced files lost': unsynced,
    },
  }
}

async function writeSynced(file: string): Promise<void> {
  const handle = await open(file, 'w')
  await handle.writeFile('on disk')
  await handle.sync()
  await handle.close()
}
