import {
  addAction,
  addAlert,
  addCard,
  addObjective,
  archiveCard,
  editPlanWords,
  editTitle,
  linkCard,
  moveCard,
  setBody,
} from '@colloque/board'
import { createRandom } from '@colloque/history'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { StockClient, until } from './board-test-server.ts'
import { frame, presenceFrame, syncFrame } from './raw-client.ts'

/** Frames of real sessions, and what a fault or a malicious member makes of them. */
export type FrameKind = 'board' | 'plan'
export type Corpus = Readonly<Record<FrameKind, readonly Uint8Array[]>>

const AT = new Date('2026-11-22T08:00:00.000Z')
const TASK = '0192f3c0-2222-7000-8000-000000000001'
/** Whoever writes in the session; whoever sends the frames again must be the same, or all are refused at once. */
export const RECORDED_ACCOUNT = 'mallory'

/** What stock clients send in a session on a board and one on a plan: step by step, so that it is always the same. */
export async function recordSessions(url: string, board: string, plan: string): Promise<Corpus> {
  const { random } = Math
  // New places in an order have random ends, so that two people's never meet; here they must come out the same.
  Math.random = createRandom(1)
  try {
    return {
      board: await record(url, board, boardSession),
      plan: await record(url, plan, planSession),
    }
  } finally {
    Math.random = random
  }
}

async function record(
  url: string,
  document: string,
  session: readonly ((doc: Y.Doc) => void)[],
): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  const client = new StockClient(url, document, RECORDED_ACCOUNT, {
    client: 4242,
    onSend: (sent) => frames.push(sent),
  })
  try {
    await client.synced()
    for (const [index, step] of session.entries()) {
      client.provider.awareness.setLocalStateField('cursor', { anchor: index, head: index + 1 })
      const before = frames.length
      step(client.doc)
      await until(() => frames.length > before && client.saved > 0)
    }
    frames.push(
      syncFrame(1, Y.encodeStateAsUpdate(client.doc)),
      syncFrame(0, Y.encodeStateVector(client.doc)),
    )
    return frames
  } finally {
    client.destroy()
  }
}

function format(doc: Y.Doc, fragment: Y.XmlFragment, from: number, length: number, marks: object): void {
  const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText
  doc.transact(() => text.format(from, length, marks))
}

const bodyOf = (doc: Y.Doc, id: string) =>
  (doc.getMap('cards').get(id) as Y.Map<unknown>).get('body') as Y.XmlFragment

const boardSession = Array.from({ length: 6 }, (_, index) => `recorded-${index}`).flatMap((id, index) => [
  (doc: Y.Doc) =>
    addCard(doc, {
      id,
      column: 'needs',
      title: `Carte ${index}`,
      body: 'Quelques mots',
      by: RECORDED_ACCOUNT,
      at: AT,
    }),
  (doc: Y.Doc) => editTitle(doc, id, `Carte ${index}, revue`),
  (doc: Y.Doc) => setBody(doc, id, `Quelques mots de plus\nsur ${index} lignes`),
  (doc: Y.Doc) => format(doc, bodyOf(doc, id), 0, 4, { bold: {} }),
  (doc: Y.Doc) => format(doc, bodyOf(doc, id), 2, 6, { link: { href: 'https://example.org' } }),
  (doc: Y.Doc) => linkCard(doc, id, 'task', TASK),
  (doc: Y.Doc) => moveCard(doc, id, { column: 'done' }),
  (doc: Y.Doc) => archiveCard(doc, id, AT),
])

const planSession = Array.from({ length: 4 }, (_, index) => index).flatMap((index) => [
  (doc: Y.Doc) =>
    addObjective(doc, { id: `o-${index}`, words: `Objectif ${index}`, by: RECORDED_ACCOUNT, at: AT }),
  (doc: Y.Doc) => editPlanWords(doc, 'objectives', `o-${index}`, 'reason', `Parce que ${index}`),
  (doc: Y.Doc) =>
    addAction(doc, { id: `a-${index}`, words: `Action ${index}`, by: RECORDED_ACCOUNT, at: AT }),
  (doc: Y.Doc) => addAlert(doc, { id: `s-${index}`, words: `Signe ${index}`, by: RECORDED_ACCOUNT, at: AT }),
  (doc: Y.Doc) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(`Situation ${index}`)])
    doc.getXmlFragment('situation').insert(0, [paragraph])
  },
  (doc: Y.Doc) => format(doc, doc.getXmlFragment('situation'), 0, 5, { italic: {} }),
])

/** A frame of the corpus with something done to it. @param random from 0 to 1 */
export function mutate(corpus: readonly Uint8Array[], random: () => number): Uint8Array {
  const pick = (most: number) => Math.floor(random() * most)
  const any = () => Uint8Array.from(corpus[pick(corpus.length)]!)
  const bytes = any()
  switch (pick(10)) {
    case 0:
      return bytes
    case 1:
      return enveloped(bytes.slice(0, pick(bytes.length)), pick)
    case 2: {
      const other = any()
      return enveloped(
        Uint8Array.from([...bytes.slice(0, pick(bytes.length)), ...other.slice(pick(other.length))]),
        pick,
      )
    }
    case 3:
      return enveloped(withBomb(bytes, pick), pick)
    case 4:
      return stateVectorBomb(pick)
    case 5:
      return asVersion2(bytes)
    case 6:
      return presenceFrame(
        Array.from({ length: pick(40) }, () => ({
          client: pick(2 ** 32),
          clock: pick(2 ** 32),
          state: { a: pick(9) },
        })),
      )
    default:
      return enveloped(flipped(bytes, pick), pick)
  }
}

type Pick = (most: number) => number

/** Half of them with an envelope that fits again, so that the update itself is what is wrong. */
function enveloped(bytes: Uint8Array, pick: Pick): Uint8Array {
  return pick(2) === 0 || bytes.length < 4 ? bytes : syncFrame(1 + pick(2), bytes.slice(3))
}

function flipped(bytes: Uint8Array, pick: Pick): Uint8Array {
  for (let flips = 1 + pick(6); flips > 0; flips -= 1) {
    const at = pick(bytes.length)
    bytes[at] = pick(3) === 0 ? pick(256) : bytes[at]! ^ (1 << pick(8))
  }
  return bytes
}

/** A length, count or clock far beyond what follows. */
function withBomb(bytes: Uint8Array, pick: Pick): Uint8Array {
  const at = 3 + pick(Math.max(1, bytes.length - 3))
  const huge = frame((encoder) => encoding.writeVarUint(encoder, 2 ** (7 * (1 + pick(7))) - pick(3)))
  return Uint8Array.from([...bytes.slice(0, at), ...huge, ...bytes.slice(at + 1)])
}

function stateVectorBomb(pick: Pick): Uint8Array {
  const listed = pick(2_000)
  const declared = pick(2) === 0 ? listed : 2 ** pick(50)
  return syncFrame(
    0,
    frame((encoder) => {
      encoding.writeVarUint(encoder, declared)
      for (let index = 0; index < listed; index += 1) {
        encoding.writeVarUint(encoder, pick(2 ** 32))
        encoding.writeVarUint(encoder, pick(2 ** 32))
      }
    }),
  )
}

function asVersion2(bytes: Uint8Array): Uint8Array {
  try {
    return syncFrame(2, Y.convertUpdateFormatV1ToV2(bytes.slice(3)))
  } catch {
    return bytes
  }
}
