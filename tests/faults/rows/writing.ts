import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import { createRandom, type Recorder } from '@colloque/history'
import { createBoardConnection, type BoardConnection, type ColloqueClient } from '@colloque/sdk'
import { createBoardWriter } from '../board-writer.ts'
import { toldOf } from '../evidence.ts'

/** Somebody who posts over HTTP and edits the board of a case, until stopped. */
export interface Writing {
  /** @returns once nothing of it is under way. What has no answer by then is `info` */
  stop(): Promise<void>
  /** No more is written; resolves when all on the board is told saved. @returns false where it is not within `ms` */
  saved(ms: number): Promise<boolean>
  /** How often the server has refused this copy of the board. */
  readonly refusals: number
}

/** Messages under way at a time: the log groups them. */
const HANDS = 8

export function startWriting(options: {
  readonly client: ColloqueClient
  readonly url: string
  readonly caseId: string
  readonly recorder: Recorder
  readonly seed: number
}): Writing {
  const { client, url, caseId, recorder, seed } = options
  const random = createRandom(seed)
  const draw = (below: number) => Math.floor(random() * below)
  const accountId = client.account!.id
  const ending = new AbortController()
  const board = boardOf(client, url, caseId)
  const writer = createBoardWriter({ board, recorder, accountId, index: seed, draw })

  async function post(): Promise<void> {
    while (!ending.signal.aborted) {
      const commandId = randomUUID()
      const input = { commandId, caseId, text: `Avant la coupure ${draw(1e9)}` }
      const what = { client: accountId, name: 'message.post', key: caseId, commandId, value: input }
      const { outcome } = await recorder.run(what, async () =>
        toldOf(await client.api.command('message.post', input)),
      )
      await wait(outcome === 'ok' ? draw(100) : 200)
    }
  }
  async function edit(): Promise<void> {
    while (!ending.signal.aborted) {
      writer.edit()
      await wait(20 + draw(60))
    }
  }
  const work = Promise.all([edit(), ...Array.from({ length: HANDS }, post)])
  // Heard of when it is stopped.
  work.catch(() => undefined)
  return {
    saved(ms) {
      ending.abort()
      return writer.settled(ms)
    },
    get refusals() {
      return writer.refusals
    },
    async stop() {
      ending.abort()
      await Promise.race([work, wait(15_000)])
      // What was not told saved by now is not asked about.
      await board.destroy()
    },
  }
}

const boardOf = (client: ColloqueClient, url: string, caseId: string) =>
  createBoardConnection({
    url: `${url.replace('http', 'ws')}/yjs`,
    document: caseBoardDocName(caseId),
    accountId: client.account!.id,
    getToken: () => client.token(),
  })

/** A copy of a case's board as the server has it now. @throws when it does not come within 20 s */
export async function openBoard(
  client: ColloqueClient,
  url: string,
  caseId: string,
): Promise<BoardConnection> {
  const board = boardOf(client, url, caseId)
  for (let attempt = 0; attempt < 400; attempt++) {
    if (board.state.connection === 'online' && board.state.loaded) return board
    await wait(50)
  }
  throw new Error('the board does not open')
}
