import { addAlert, addObjective, editPlanWords, paragraphs, readPlan } from '@colloque/board'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CASE, StockClient, startTestEngine, startTestNode, until } from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

/** Parts of a document that only some may write, and copies that were edited apart from what was signed. */
const PLAN = `case/${CASE}/plan`
const AT = new Date('2026-11-22T08:00:00.000Z')

let engine: TestEngine
let node: TestNode
let signed: number | undefined
const clients: StockClient[] = []

beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  await engine.connection.db!.dropDatabase()
  signed = undefined
  node = await startTestNode(engine, {
    signedUpTo: async ({ kind }) => (kind === 'plan' ? signed : undefined),
  })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await node.stop()
})

async function connect(account: string, state?: Uint8Array): Promise<StockClient> {
  const client = new StockClient(node.url, PLAN, account, state ? { state } : {})
  clients.push(client)
  return client.synced()
}

const objective = (doc: Y.Doc, id: string, by: string, words = 'Marcher au marché') =>
  addObjective(doc, { id, words, by, at: AT })
const textsOf = (doc: Y.Doc) => readPlan(doc).objectives.map(({ text }) => text)
const stored = async () => textsOf(await node.boards.read(PLAN))
const seqOf = async () => (await node.boards.view(PLAN, (_doc, seq) => seq))!

describe('a part that some professions write', () => {
  test('takes theirs, and refuses others’ with the code role, who write elsewhere all the same', async () => {
    const nurse = await connect('anna')
    const helper = await connect('helper')
    addAlert(nurse.doc, { id: 'a', words: 'Essoufflement', by: 'anna', at: AT })
    objective(helper.doc, 'o', 'helper')
    await until(async () => (await stored()).length === 1)
    await until(() => readPlan(helper.doc).alerts.length === 1)
    const before = Y.encodeStateAsUpdate(await node.boards.read(PLAN))
    helper.doc.getXmlFragment('health').insert(0, paragraphs('Diabète'))
    await until(() => helper.closes.includes(4409))
    expect(helper.refused).toEqual([{ code: 'role' }])
    expect(Y.encodeStateAsUpdate(await node.boards.read(PLAN))).toEqual(before)
    expect(nurse.closes).toEqual([])
  })

  test('refuses an edit through the server by one without the role', async () => {
    const write = (doc: Y.Doc) => doc.getXmlFragment('health').insert(0, paragraphs('Diabète'))
    await expect(node.boards.edit(PLAN, { accountId: 'helper', role: 'homeHelp' }, write)).rejects.toThrow(
      'role',
    )
    await expect(node.boards.edit(PLAN, 'anna', write)).rejects.toThrow('role')
    await node.boards.edit(PLAN, { accountId: 'anna', role: 'nurse' }, write)
    await node.boards.edit(PLAN, 'system:seed', write)
    expect((await node.boards.read(PLAN)).getXmlFragment('health').length).toBe(2)
  })

  test('does not refuse what a client tidies there by itself, nor what it wrote beside', async () => {
    const nurse = await connect('anna')
    const physician = await connect('ben')
    const words = () => (nurse.doc.getXmlFragment('health').get(0) as Y.XmlElement).get(0) as Y.XmlText
    nurse.doc.getXmlFragment('health').insert(0, paragraphs('Diabète de type deux'))
    await until(() => physician.doc.getXmlFragment('health').length === 1)
    const theirs = (physician.doc.getXmlFragment('health').get(0) as Y.XmlElement).get(0) as Y.XmlText
    for (const client of [nurse, physician]) client.provider.disconnect()
    words().format(0, 12, { bold: {} })
    theirs.format(4, 12, { bold: {} })
    const helper = await connect('helper')
    helper.provider.disconnect()
    for (const client of [nurse, physician]) client.provider.connect()
    await until(() => words().toString() === theirs.toString() && nurse.provider.synced)
    // What the helper's client tidies goes up with the words that were written offline.
    Y.applyUpdate(helper.doc, Y.encodeStateAsUpdate(nurse.doc))
    objective(helper.doc, 'o', 'helper', 'Voir sa sœur')
    helper.doc.transact(() => {
      const marks = helper.doc.getXmlFragment('health').get(0) as Y.XmlElement
      for (let item = (marks.get(0) as Y.XmlText)._start; item; item = item.right) {
        if (item.content instanceof Y.ContentFormat && item.content.value === null) {
          item.delete((helper.doc as { _transaction: Y.Transaction | null })._transaction!)
          break
        }
      }
    })
    helper.provider.connect()
    await until(async () => (await stored()).includes('Voir sa sœur'))
    expect(helper.closes.filter((code) => code >= 4400)).toEqual([])
  })
})

describe('a plan that was signed', () => {
  test('takes no edits that a copy from before brings along: code signed, 4409, nothing stored', async () => {
    const anna = await connect('anna')
    objective(anna.doc, 'one', 'anna')
    await until(async () => (await stored()).length === 1)
    const ben = await connect('ben')
    ben.provider.disconnect()
    editPlanWords(anna.doc, 'objectives', 'one', 'text', 'Marcher chaque jour')
    await until(async () => (await stored())[0] === 'Marcher chaque jour')
    signed = await seqOf()
    objective(ben.doc, 'offline', 'ben', 'Écrit dans le train')
    const before = await seqOf()
    ben.provider.connect()
    await until(() => ben.closes.includes(4409))
    expect(ben.refused).toEqual([{ code: 'signed' }])
    expect([await stored(), await seqOf()]).toEqual([['Marcher chaque jour'], before])
    expect(textsOf(ben.doc)).toContain('Écrit dans le train')
    expect(node.refusals).toMatchObject([{ reason: 'signed', accountId: 'ben', document: PLAN }])
  })

  test('knows a copy that lacks nothing but a deletion', async () => {
    const anna = await connect('anna')
    objective(anna.doc, 'one', 'anna', 'Marcher sans canne')
    const ben = await connect('ben')
    await until(() => textsOf(ben.doc).length === 1)
    ben.provider.disconnect()
    editPlanWords(anna.doc, 'objectives', 'one', 'text', 'Marcher')
    await until(async () => (await stored())[0] === 'Marcher')
    signed = await seqOf()
    objective(ben.doc, 'offline', 'ben')
    ben.provider.connect()
    await until(() => ben.closes.includes(4409))
    expect(ben.refused).toEqual([{ code: 'signed' }])
  })

  test('takes live edits, offline edits of copies that hold it, and stale copies without edits', async () => {
    const anna = await connect('anna')
    objective(anna.doc, 'one', 'anna')
    await until(async () => (await stored()).length === 1)
    const stale = Y.encodeStateAsUpdate(anna.doc)
    objective(anna.doc, 'two', 'anna', 'Dormir')
    await until(async () => (await stored()).length === 2)
    signed = await seqOf()
    editPlanWords(anna.doc, 'objectives', 'one', 'text', 'En direct')
    await until(async () => (await stored()).includes('En direct'))
    anna.provider.disconnect()
    editPlanWords(anna.doc, 'objectives', 'one', 'text', 'Hors ligne')
    anna.provider.connect()
    await until(async () => (await stored()).includes('Hors ligne'))
    const ben = await connect('ben', stale)
    await until(() => textsOf(ben.doc).includes('Hors ligne'))
    objective(ben.doc, 'three', 'ben', 'Puis ceci')
    await until(async () => (await stored()).includes('Puis ceci'))
    expect([...anna.closes, ...ben.closes].filter((code) => code >= 4400)).toEqual([])
  })
})
