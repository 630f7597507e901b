import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import { createColloqueClient, type ColloqueClient } from '@colloque/sdk'
import { startServer, type RunningServer } from '@colloque/testing'
import { caseOf } from '../../sdk/test-clients.ts'
import { openBoard } from './writing.ts'
import { openSlowSocket, type SlowSocket } from './slow-socket.ts'
import type { Row } from './row.ts'

/** Sockets and boards that read a byte a second. */
const READERS = 10
/** More than the kernel's buffers of both ends hold, and what the server lets wait. */
const SPOKEN_MS = { short: 20_000, long: 40_000 }
/** What the server may hold more than before, for all of them. */
const MEMORY_BYTES = 250 * 2 ** 20
/** Kernel buffers of one connection, and what the server lets wait for it. */
const MOST_BYTES = 48 * 2 ** 20
const MESSAGE_CHARACTERS = 10_000
/**
 * Bytes that are said in the case: three times what a socket may let wait. The server holds them, whoever reads, so that
 * a fast machine that says more would be told of its own words as of what the readers cost.
 */
const SAID_BYTES = 48 * 2 ** 20

/** Some read a byte a second while a case and its board are at their busiest. */
export const slowRow: Row = {
  name: 'slow',
  holds: 'a reader of a byte a second is disconnected, and costs the server a bounded memory',
  async run({ length }) {
    const server = await startServer()
    const clients: ColloqueClient[] = []
    const slow: { readonly what: 'sockets' | 'boards'; readonly socket: SlowSocket }[] = []
    try {
      const accounts = (await createColloqueClient({ baseUrl: server.url, cookies: 'own' }).api.demo())!
        .accounts
      for (const { email, password, profession } of accounts) {
        if (profession === null || clients.length === 8) continue
        const client = createColloqueClient({ baseUrl: server.url, cookies: 'own' })
        clients.push(client)
        await client.signIn(email, password)
      }
      const [reader, ...speakers] = clients as [ColloqueClient, ...ColloqueClient[]]
      const caseId = await caseOf(reader, speakers)
      for (let count = 0; count < READERS / 2; count++) {
        slow.push({ what: 'sockets', socket: await slowListener(server, reader, caseId) })
        slow.push({ what: 'boards', socket: await slowBoard(server, reader, caseId) })
      }
      await wait(1_000)
      for (const { socket } of slow) socket.slowDown()
      const before = await residentBytes(server)
      let most = before
      const ending = new AbortController()
      const watching = (async () => {
        while (!ending.signal.aborted) {
          most = Math.max(most, await residentBytes(server))
          await wait(500)
        }
      })()
      const spoken = await speak(server, speakers, caseId, SPOKEN_MS[length])
      ending.abort()
      await watching

      const left = await Promise.all(slow.map(({ socket }) => socket.drain(10_000)))
      const violations = left.flatMap(({ bytes, ended }, index) => [
        ...(ended ? [] : [`one of the slow ${slow[index]!.what} was not disconnected`]),
        ...(bytes > MOST_BYTES ? [`${bytes} bytes waited for one of the slow ${slow[index]!.what}`] : []),
      ])
      if (most - before > MEMORY_BYTES) violations.push(`the server took ${most - before} bytes more`)
      // Whoever reads goes on as before.
      await reader.api.query('caseMessages', { id: caseId }, { limit: 1 })
      return {
        violations,
        counts: {
          'slow sockets': READERS / 2,
          'slow boards': READERS / 2,
          disconnected: left.filter(({ ended }) => ended).length,
          'MB said to each socket': Math.round(spoken.messages / 1e6),
          'MB said to each board': Math.round(spoken.board / 1e6),
          'MB read by one at the end, at most': Math.round(Math.max(...left.map(({ bytes }) => bytes)) / 1e6),
          'MB more in the server': Math.round((most - before) / 1e6),
        },
      }
    } finally {
      for (const { socket } of slow) socket.close()
      for (const client of clients) client.close()
      await server.stop()
    }
  },
}

async function slowListener(
  server: RunningServer,
  client: ColloqueClient,
  caseId: string,
): Promise<SlowSocket> {
  const token = await client.token()
  const socket = await openSlowSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`)
  socket.send(`40${JSON.stringify({ token })}`)
  await wait(300)
  socket.send(`420${JSON.stringify(['subscribe', { stream: `case:${caseId}`, since: 0 }])}`)
  return socket
}

async function slowBoard(server: RunningServer, client: ColloqueClient, caseId: string): Promise<SlowSocket> {
  const path = `/yjs/${caseBoardDocName(caseId)}?token=${await client.token()}`
  const socket = await openSlowSocket(`${server.url}${path}`)
  // Sync: step 1 with an empty state vector, then step 2 with an update of nothing.
  socket.send(Uint8Array.of(0, 0, 1, 0))
  socket.send(Uint8Array.of(0, 1, 2, 0, 0))
  return socket
}

/** As much as the limits of each account allow. @returns bytes of text said in the case, and on the board */
async function speak(server: RunningServer, speakers: readonly ColloqueClient[], caseId: string, ms: number) {
  const end = performance.now() + ms
  const text = 'é'.repeat(MESSAGE_CHARACTERS)
  let messages = 0
  let board = 0
  const post = async (client: ColloqueClient) => {
    while (performance.now() < end && messages < SAID_BYTES) {
      const input = { commandId: randomUUID(), caseId, text }
      const isTaken = await client.api.command('message.post', input).then(
        () => true,
        () => false,
      )
      if (isTaken) messages += Buffer.byteLength(text)
      else await wait(200)
    }
  }
  const show = async (client: ColloqueClient) => {
    const shown = await openBoard(client, server.url, caseId)
    for (let count = 0; performance.now() < end; count++) {
      const where = `${count} ${'x'.repeat(3_500)}`
      shown.setPresence({ where })
      board += where.length
      if (count % 4 === 0) await wait(2)
    }
    await shown.destroy()
  }
  await Promise.all([
    ...speakers.flatMap((client) => [post(client), post(client)]),
    ...speakers.slice(0, 3).map(show),
  ])
  return { messages, board }
}

async function residentBytes(server: RunningServer): Promise<number> {
  const status = await readFile(`/proc/${server.pid()}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024
}
