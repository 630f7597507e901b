/** The clients of the measures of boards, all in one process. */
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { serveRemote } from '../lib/remote.ts'
import { median, quantile } from '../lib/statistics.ts'
import { RawEditor, updateFrame, type Address } from './raw-editor.ts'
import { Typist, typed } from './typing.ts'

/** Everybody at one board. */
export type Board = readonly Address[]

export interface RateOrder {
  readonly board: Board
  /** Edits a second, of all of them together. */
  readonly rate: number
  readonly seconds: number
}
export interface SaturationOrder {
  /** Edits of each person. */
  readonly edits: number
  /** Edits of each person that may be under way. */
  readonly inFlight: number
}

/** An edit that is not everywhere after so long is lost, and the measure with it. */
const LOST_MS = 20_000
const CONNECT_AT_ONCE = 16

interface StockEditor {
  readonly doc: Y.Doc
  readonly typist: Typist
  readonly provider: WebsocketProvider
}

/** The stock client, unmodified, with its document. */
async function openStock({ url, accountId, token }: Address): Promise<StockEditor> {
  const { origin, pathname } = new URL(url)
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(origin, pathname.slice(1), doc, {
    disableBc: true,
    WebSocketPolyfill: WebSocket as never,
    ...(token === undefined ? {} : { protocols: ['y.v1', `t.${token}`] }),
  })
  // Messages of ours that it passes over with a word on the console.
  const handlers = provider.messageHandlers as unknown as (() => void)[]
  for (const type of [100, 101, 102, 103]) handlers[type] = () => undefined
  await new Promise<void>((resolve) => provider.on('sync', (synced) => synced && resolve()))
  return { doc, typist: new Typist(doc, accountId), provider }
}

async function openRaw(board: Board): Promise<RawEditor[]> {
  const editors = board.map((address) => new RawEditor(address, fail))
  await Promise.all(editors.map(({ opened }) => opened))
  return editors
}

let joined: { readonly board: Board; readonly editors: readonly RawEditor[] }[] = []
let broken: Error | undefined
function fail(reason: string): void {
  broken ??= new Error(reason)
}

/** @returns what `work` gives, unless something was lost meanwhile. */
async function unlessLost<T>(work: Promise<T>, ms: number): Promise<T> {
  const lost = wait(ms, undefined, { ref: false }).then((): never => {
    throw broken ?? new Error('edits never arrived everywhere')
  })
  const done = await Promise.race([work, lost])
  if (broken) throw broken
  return done
}

/** Everybody sends, and goes on when the neighbour has it; done when all have all. */
function typeAll(editors: readonly RawEditor[], { board, edits, inFlight }: TypingOrder): Promise<void> {
  const texts = board.map(({ accountId }) => typed(accountId, edits))
  const frames = texts.map(({ updates }) => updates.map(updateFrame))
  const sent = editors.map(() => 0)
  const send = (author: number, upTo: number) => {
    for (; sent[author]! < Math.min(upTo, edits); sent[author]! += 1)
      editors[author]!.send(frames[author]![sent[author]!]!)
  }
  let left = editors.length * (editors.length - 1)
  return new Promise((resolve) => {
    for (const [reader, editor] of editors.entries()) {
      const have = editors.map(() => 0)
      editor.onProgress = () => {
        for (const [author, { client, clocks }] of texts.entries()) {
          if (author === reader || have[author] === edits) continue
          const clock = editor.clocks.get(client) ?? 0
          while (have[author]! < edits && clocks[have[author]!]! <= clock) have[author]! += 1
          if (reader === (author + 1) % editors.length) send(author, have[author]! + inFlight)
          if (have[author] === edits && (left -= 1) === 0) resolve()
        }
      }
    }
    for (const author of editors.keys()) send(author, inFlight)
  })
}
interface TypingOrder extends SaturationOrder {
  readonly board: Board
}

const functions = {
  /** Edits at a fixed rate, each at a drawn moment of its turn. @returns ms until the last document had each */
  atRate: async ({ board, rate, seconds }: RateOrder) => {
    const editors = await Promise.all(board.map(openStock))
    const times: number[] = []
    const under = new Set<{ client: number; clock: number; began: number; left: Set<Y.Doc> }>()
    for (const { doc } of editors)
      doc.on('update', () => {
        for (const edit of under) {
          if (!edit.left.has(doc) || Y.getState(doc.store, edit.client) < edit.clock) continue
          edit.left.delete(doc)
          if (edit.left.size > 0) continue
          times.push(performance.now() - edit.began)
          under.delete(edit)
        }
      })
    const edit = (author: number) => {
      const began = performance.now()
      const { typist, doc } = editors[author % editors.length] as StockEditor
      const others = editors.filter((editor) => editor.doc !== doc)
      under.add({ ...typist.edit(), began, left: new Set(others.map((editor) => editor.doc)) })
    }
    const atRate = async (count: number) => {
      const began = performance.now()
      for (let n = 0; n < count; n += 1) {
        const left = began + ((n + Math.random()) * 1000) / rate - performance.now()
        if (left > 0) await wait(left)
        edit(n)
      }
      while (under.size > 0) await wait(5)
    }
    try {
      // Their first cards, and code that has run before.
      await unlessLost(atRate(rate), LOST_MS)
      times.length = 0
      await unlessLost(atRate(rate * seconds), seconds * 1000 + LOST_MS)
    } finally {
      for (const { provider, doc } of editors) {
        provider.destroy()
        doc.destroy()
      }
    }
    return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) }
  },

  /** Connects people to boards, in place of those who were connected. */
  join: async (boards: readonly Board[]) => {
    for (const { editors } of joined) for (const editor of editors) editor.close()
    joined = []
    for (let from = 0; from < boards.length; from += CONNECT_AT_ONCE) {
      const some = boards.slice(from, from + CONNECT_AT_ONCE)
      joined.push(
        ...(await Promise.all(some.map(async (board) => ({ board, editors: await openRaw(board) })))),
      )
    }
  },

  /** @returns ms, from the first edit that is sent to the last that is with everybody */
  saturate: async (order: SaturationOrder) => {
    const began = performance.now()
    const typing = joined.map(({ board, editors }) => typeAll(editors, { board, ...order }))
    await unlessLost(Promise.all(typing), 3 * LOST_MS)
    return performance.now() - began
  },

  /**
   * Opens a document so many times, one after the other, and asks for it once more on each connection.
   * @returns medians: `ms` from connecting, `wire` from asking on a connection that is open
   */
  open: async ({ address, times }: { address: Address; times: number }) => {
    const opened = []
    const again = []
    for (let count = 0; count < times; count += 1) {
      const editor = new RawEditor(address, () => undefined)
      opened.push(await editor.opened)
      await wait(20)
      again.push(await editor.askAgain())
      editor.close()
      await wait(20)
    }
    return {
      bytes: median(opened.map(({ bytes }) => bytes)),
      ms: median(opened.map(({ ms }) => ms)),
      wire: median(again.map(({ ms }) => ms)),
    }
  },
}
export type Clients = typeof functions
serveRemote(functions)
