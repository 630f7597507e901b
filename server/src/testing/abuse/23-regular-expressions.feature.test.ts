/** Text that makes a regular expression try everything: against each of ours, and through the real inputs. */
import { randomUUID } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { commands, isCommandName } from '@colloque/contract'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'
import { readWireInputs, sendRaw, valueAt, withValue } from './wire-inputs.ts'

const ROOT = resolve(import.meta.dirname, '../../../..')
const LENGTH = 50_000
const DELAY_MS = 50

interface Found {
  readonly where: string
  readonly source: string
  readonly flags: string
}

/** Every literal, and every `new RegExp` of one text, in what runs on the server or in both. */
async function regularExpressions(): Promise<Found[]> {
  const found: Found[] = []
  for (const folder of ['server/src', 'packages']) {
    for await (const file of glob('**/*.ts', { cwd: join(ROOT, folder), exclude: ['**/node_modules/**'] })) {
      if (/\.test\.ts$|\/testing\//.test(file)) continue
      const path = join(ROOT, folder, file)
      const source = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest, true)
      const visit = (node: ts.Node): void => {
        const where = () =>
          `${relative(ROOT, path)}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`
        if (ts.isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf('/')
          found.push({ where: where(), source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
        } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
          const [pattern, flags] = node.arguments ?? []
          if (pattern && ts.isStringLiteralLike(pattern))
            found.push({
              where: where(),
              source: pattern.text,
              flags: flags && ts.isStringLiteralLike(flags) ? flags.text : '',
            })
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
    }
  }
  return found
}

/**
 * Long runs of what an expression itself speaks of, ended by what it does not: that is where those that go back over
 * what they have read do so.
 */
function hostileFor(source: string): string[] {
  const own = new Set(source.replace(/\\[a-zA-Z]/g, ''))
  const units = [
    ...own,
    'a',
    'A',
    '0',
    ' ',
    '\n',
    '\t',
    '-',
    '_',
    '.',
    'é',
    '\u0301',
    'a ',
    'a.',
    'a-',
    ' \n',
    '0 ',
    '<a',
    '"a',
  ]
  return units.flatMap((unit) => {
    const run = unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH - 1)
    return [`${run}\u0000`, `x${run}!`]
  })
}

/**
 * Runs an expression as we do, and answers with the slowest in milliseconds of processor time: others who work on this
 * machine do not count.
 */
const RUNNER = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', ({ source, flags, texts }) => {
    let slowest = 0
    for (const text of texts) {
      const expression = new RegExp(source, flags)
      const before = process.threadCpuUsage()
      if (flags.includes('g')) text.replace(expression, '')
      else expression.test(text)
      slowest = Math.max(slowest, process.threadCpuUsage(before).user / 1e3)
    }
    parentPort.postMessage(slowest)
  })
`

describe('abuse 23: 50 kB against every regular expression of the server', () => {
  let worker: Worker
  const begin = () => {
    worker = new Worker(RUNNER, { eval: true })
  }
  /** @returns milliseconds, Infinity where it took more than two seconds */
  const slowest = (expression: Found, texts: readonly string[]) =>
    new Promise<number>((told) => {
      const late = setTimeout(() => {
        void worker.terminate()
        begin()
        told(Infinity)
      }, 2_000)
      worker.removeAllListeners('message')
      worker.once('message', (ms: number) => {
        clearTimeout(late)
        told(ms)
      })
      worker.postMessage({ ...expression, texts })
    })
  beforeAll(begin)
  afterAll(() => worker.terminate())

  it('each answers within 50 ms', async () => {
    const all = await regularExpressions()
    expect(all.length).toBeGreaterThan(60)
    const slow: string[] = []
    for (const expression of all) {
      const texts = hostileFor(expression.source)
      // What was slow by accident of this machine is quick another time.
      for (let attempt = 0; ; attempt++) {
        const ms = await slowest(expression, texts)
        if (ms <= DELAY_MS) break
        if (attempt < 2) continue
        slow.push(`${expression.where} /${expression.source}/${expression.flags}: ${Math.round(ms)} ms`)
        break
      }
    }
    expect(slow).toEqual([])
  }, 120_000)

  it('would find one that goes back over and over', async () => {
    const evil = { where: '', source: '^(a+)+$', flags: '' }
    expect(await slowest(evil, hostileFor(evil.source))).toBe(Infinity)
    const quadratic = { where: '', source: '\\s+$', flags: '' }
    expect(await slowest(quadratic, hostileFor(quadratic.source))).toBeGreaterThan(DELAY_MS)
  })
})

describe('abuse 23: 50 kB through the real inputs', () => {
  const texts = ['a', ' ', '0', 'a ', '\n', '.', '-', '@', ';', 'é'].map(
    (unit) => `${unit.repeat(LENGTH).slice(0, LENGTH - 1)}!`,
  )
  let house: TestHouse
  let doctor: TestPerson
  let caseId: string
  beforeAll(async () => {
    house = await startTestHouse()
    doctor = await house.person('Cleo Doctor', 'physician')
    caseId = await house.openCase(doctor)
  })
  afterAll(() => house.stop())

  it('in any text of any command, its schema answers within 50 ms', async () => {
    const slow: string[] = []
    for (const { path, sample, fields } of await readWireInputs(house.url)) {
      const name = path.replace('/commands/', '')
      if (!isCommandName(name)) continue
      const { input } = commands[name]
      for (const field of fields.filter((at) => typeof valueAt(sample, at) === 'string'))
        for (const text of texts) {
          const attacked = withValue(sample, field, text)
          const parse = () => {
            const before = process.threadCpuUsage()
            input.safeParse(attacked)
            return process.threadCpuUsage(before).user / 1e3
          }
          if (parse() > DELAY_MS && parse() > DELAY_MS && parse() > DELAY_MS)
            slow.push(`${name} ${field.join('.')} ${JSON.stringify(text.slice(0, 3))}`)
        }
    }
    expect(slow).toEqual([])
  })

  /**
   * @returns milliseconds of work that this thread, which is the server's, had from it, on the best of three attempts:
   * the event loop was held up by it no longer than that, however busy the machine
   */
  async function workOf(work: () => Promise<unknown>): Promise<number> {
    const took: number[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const before = process.threadCpuUsage()
      await work()
      took.push(process.threadCpuUsage(before).user / 1e3)
    }
    return Math.min(...took)
  }

  it.each<[string, (text: string) => { method: string; path: string; body?: object }]>([
    ['a message', (text) => ({ method: 'POST', path: '/commands/message.post', body: { caseId, text } })],
    ['a note', (text) => ({ method: 'POST', path: '/commands/note.record', body: { caseId, text } })],
    [
      'a rule',
      (rule) => ({
        method: 'POST',
        path: '/commands/series.create',
        body: { caseId, title: 'x', rule, startsOn: '2100-01-04' },
      }),
    ],
    [
      'an address and a password',
      (text) => ({ method: 'POST', path: '/session', body: { email: text, password: text } }),
    ],
    ['a search', (text) => ({ method: 'GET', path: `/search?q=${encodeURIComponent(text.slice(-4_000))}` })],
    [
      'a medicine',
      (text) => ({ method: 'GET', path: `/medicines?q=${encodeURIComponent(text.slice(-4_000))}` }),
    ],
    [
      'a stream',
      (text) => ({ method: 'GET', path: `/streams/${encodeURIComponent(text.slice(-4_000))}/changes` }),
    ],
  ])('%s holds up the event loop less than 50 ms', async (_what, requestOf) => {
    // The same with a short text tells what the request itself takes, here and in the test.
    const send = async (text: string) => {
      const { body, ...request } = requestOf(text)
      const whole = body && JSON.stringify({ commandId: randomUUID(), ...body })
      await sendRaw(house.url, doctor, request, whole)
    }
    const short = await workOf(() => send('a!'))
    for (const text of texts)
      expect(await workOf(() => send(text)), text.slice(0, 3)).toBeLessThan(DELAY_MS + short)
  })
})
