/** Keys that reach an object's prototype where somebody merges carelessly: in bodies, documents and presence. */
import { readBoard } from '@colloque/board'
import { createStreamFold } from '@colloque/sdk'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BOARD, contentOf, until } from '../../platform/boards/board-test-server.ts'
import { presenceFrame, syncFrame } from '../../platform/boards/raw-client.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'
import { addTo, updateOf, useBoards } from './boards-under-attack.ts'
import { addressOf, each, readWireInputs, sendRaw, withValue } from './wire-inputs.ts'

const CANARY = 'canari-prototype'
/** As text, since a literal would set the prototype instead of making a key. */
const KEYS = [
  `"__proto__":{"${CANARY}":1}`,
  `"constructor":{"prototype":{"${CANARY}":1}}`,
  `"prototype":{"${CANARY}":1}`,
]

afterEach(() => {
  for (const made of [{}, [], () => undefined]) expect(CANARY in made).toBe(false)
})

describe('abuse 11: keys of prototypes in the bodies of requests', () => {
  let house: TestHouse
  let doctor: TestPerson
  const reached: string[] = []

  beforeAll(async () => {
    house = await startTestHouse({
      onDatabaseCommand: (command) => {
        const text = JSON.stringify(command)
        if (text.includes(CANARY)) reached.push(text)
      },
    })
    doctor = await house.person('Cleo Doctor', 'physician')
  })
  afterAll(() => house.stop())

  it('are refused, or stop at the schema', async () => {
    const inputs = (await readWireInputs(house.url)).filter(({ sample }) => sample !== undefined)
    const attacks = inputs.flatMap((input) =>
      input.objects.flatMap((at) => KEYS.map((key) => ({ input, at, key }))),
    )
    const taken: string[] = []
    await each(attacks, async ({ input, at, key }) => {
      const marked = JSON.stringify(withValue(input.sample, at, '%here%'))
      const body = marked.replace('"%here%"', `{${key}}`)
      const { status } = await sendRaw(house.url, doctor, { ...input, path: addressOf(input) }, body)
      if (status === 200) taken.push(`${input.path} ${at.join('.')} ${key}`)
    })
    expect(attacks.length).toBeGreaterThan(300)
    expect(taken).toEqual([])
    expect(reached).toEqual([])
  })

  it('beside what a command needs are refused by name', async () => {
    const caseId = await house.openCase(doctor)
    for (const key of KEYS) {
      const body = `{"commandId":"${crypto.randomUUID()}","caseId":"${caseId}","text":"x",${key}}`
      const answer = await sendRaw(
        house.url,
        doctor,
        { method: 'POST', path: '/commands/message.post' },
        body,
      )
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } })
    }
    expect((await doctor.get(`/cases/${caseId}/messages`)).body.items).toEqual([])
    expect(reached).toEqual([])
  })
})

describe('abuse 11: keys of prototypes in documents', () => {
  const boards = useBoards()
  const cardsOf = (doc: Y.Doc) => doc.getMap<unknown>('cards')

  it.each<[string, (doc: Y.Doc) => void]>([
    ['a card called __proto__', (doc) => cardsOf(doc).set('__proto__', new Y.Map([[CANARY, 1]]))],
    ['a card called constructor', (doc) => cardsOf(doc).set('constructor', new Y.Map([['prototype', {}]]))],
    [
      'a field called __proto__',
      (doc) => (cardsOf(doc).get('one') as Y.Map<unknown>).set('__proto__', { [CANARY]: 1 }),
    ],
    ['a root called __proto__', (doc) => doc.getMap('__proto__').set(CANARY, 1)],
  ])('%s: refused on the server, harmless in a client', async (_what, change) => {
    const anna = await boards.victim()
    addTo(anna, 'one')
    await until(() => anna.saved >= 3)
    const before = contentOf(await boards.node.boards.read(BOARD))
    const mallory = await boards.attacker()
    const update = await updateOf(boards.node, change)
    mallory.send(syncFrame(2, update))
    expect(await mallory.closed()).toBe(4409)
    expect(contentOf(await boards.node.boards.read(BOARD))).toEqual(before)
    // A client that had it all the same, from wherever.
    Y.applyUpdate(anna.doc, update)
    expect(readBoard(anna.doc).columns.flatMap(({ cards }) => cards.map(({ id }) => id))).toContain('one')
  })

  it('a presence with such keys comes to others without them', async () => {
    const anna = await boards.victim()
    const mallory = await boards.attacker()
    const client = 4_000_000_000
    const state = JSON.parse(`{${KEYS.join(',')},"card":"one"}`) as unknown
    mallory.send(presenceFrame([{ client, clock: 1, state }]))
    const seen = () => anna.provider.awareness.getStates().get(client)
    await until(() => seen() !== undefined)
    expect(Object.keys(seen() ?? {}).sort()).toEqual(['card', 'user'])
  })

  it('a change with such ids is held by a client as any other', () => {
    const fold = createStreamFold()
    const after = JSON.parse(`{${KEYS.join(',')}}`) as unknown
    const change = { stream: 'case:x', seq: 1, commandId: 'x', kind: 'task.created', by: 'x', at: '' }
    fold.receive([{ v: 4, ...change, entities: [{ type: 'task', id: '__proto__', rev: 1, after }] } as never])
    expect([...fold.entities.keys()]).toEqual(['__proto__'])
  })
})
