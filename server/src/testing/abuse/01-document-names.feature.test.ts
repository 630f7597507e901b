/** Another case's document, under every name that something on the way could take for it. */
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

let house: TestHouse
let doctor: TestPerson
/** In circles of their own, and not in the doctor's. */
let mallory: TestPerson
let caseId: string
let own: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  mallory = await house.person('Mallory', 'nurse')
  caseId = await house.openCase(doctor)
  own = await house.openCase(mallory)
})
afterAll(() => house.stop())

/** Opens a document by the very bytes of its name. @returns how it ended, and the frames that came before */
function open(name: string, token: string): Promise<{ code: number; frames: number }> {
  return new Promise((closed) => {
    // ws tidies an address as a browser does: the raw one is put in on its way out.
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/yjs/x`, ['y.v1', `t.${token}`], {
      finishRequest: (request) => {
        request.path = `/yjs/${name}`
        request.end()
      },
    })
    let frames = 0
    socket.on('message', () => frames++)
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => closed({ code: statusCode, frames }))
    socket.on('error', () => undefined)
    socket.on('close', (code) => closed({ code, frames }))
  })
}

const fullWidth = (text: string) =>
  encodeURIComponent(
    [...text].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join(''),
  )

const namesOf = (of: string): string[] => [
  `case/${of}/board`,
  `case/${of}/plan`,
  `case/${of.toUpperCase()}/board`,
  `CASE/${of}/BOARD`,
  `case//${of}/board`,
  `/case/${of}/board`,
  `case/${of}/board/`,
  `case/${of}/./board`,
  `case/${own}/../${of}/board`,
  `case/${own}/board/../../${of}/board`,
  `case/${own}/%2e%2e/${of}/board`,
  `case/${own}%2f..%2f${of}%2fboard`,
  `case/${own}/board%2f..%2f..%2f${of}/board`,
  `x/%2e%2e/case/${of}/board`,
  `case%2F${of}%2Fboard`,
  `case%252F${of}%252Fboard`,
  `case/${of}/%62oard`,
  `case/${of}/board%00`,
  `case/${of}%00/board`,
  `case/${own}/board%00case/${of}/board`,
  `case/${of}/board%0d%0aX:y`,
  `case/${of}/board;x`,
  `case/${of}/board#x`,
  `case\\${of}\\board`,
  `${fullWidth('case')}/${of}/board`,
  `case/${fullWidth(of.replaceAll('-', ''))}/board`,
  `case/${of}/bo%C4%81rd`,
  `case/${of}/boa%CC%81rd`,
  `case/${of}/minutes/${randomUUID()}`,
  `.case/${of}/board`,
  `../case/${of}/board`,
]

describe('abuse 1: the document of another case', () => {
  it('is closed with 4403 and not a frame, however its name is written', async () => {
    const answers: Record<string, unknown> = {}
    for (const name of namesOf(caseId)) answers[name] = await open(name, mallory.token)
    const refused = Object.keys(answers).map((name) => [name, { code: 4403, frames: 0 }])
    expect(answers).toEqual(Object.fromEntries(refused))
  })
})
