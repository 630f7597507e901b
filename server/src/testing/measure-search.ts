/**
 * Measures search over one person's 50 cases with 5,000 messages in all, and as much again that they may not see:
 * `node server/src/testing/measure-search.ts`. Prints milliseconds over HTTP, from the request to the last byte.
 */
import { randomUUID } from 'node:crypto'
import { addCard, caseBoardDocName } from '@colloque/board'
import { startTestHouse, type TestPerson } from './test-house.ts'

const CASES = 50
const MESSAGES = 100
const WORDS =
  'patient tension glycémie pansement douleur marche sommeil repas fille infirmière œdème traitement'.split(
    ' ',
  )

const house = await startTestHouse()
const doctor = await house.person('Cleo Doctor', 'physician')
const other = await house.person('Out Sider', 'physician')

async function fill(person: TestPerson): Promise<string[]> {
  const cases: string[] = []
  for (let n = 0; n < CASES; n++) cases.push(await house.openCase(person))
  const actor = { ...person, accountId: person.id, sessionId: randomUUID() }
  await Promise.all(
    cases.map(async (caseId, c) => {
      for (let m = 0; m < MESSAGES; m++) {
        const text = `${Array.from({ length: 20 }, (_, w) => WORDS[(c * 7 + m * 5 + w * 3) % WORDS.length]).join(' ')} numéro${m}`
        await house.application.execute('message.post', { commandId: randomUUID(), caseId, text }, actor)
      }
    }),
  )
  for (const caseId of cases)
    await house.application.boards.edit(caseBoardDocName(caseId), person.id, (doc) => {
      for (let n = 0; n < 20; n++)
        addCard(doc, {
          ...{
            id: randomUUID(),
            column: 'needs',
            title: `Carte ${n} ${WORDS[n % WORDS.length]}`,
            by: person.id,
          },
          at: new Date(),
        })
    })
  return cases
}
const cases = await fill(doctor)
await fill(other)

async function measure(
  what: string,
  query: Record<string, string>,
  before = () => Promise.resolve(),
): Promise<void> {
  const times: number[] = []
  let items = 0
  for (let n = 0; n < 25; n++) {
    await before()
    const from = performance.now()
    const { body, status } = await doctor.get(`/search?${new URLSearchParams(query).toString()}`)
    times.push(performance.now() - from)
    if (status !== 200) throw new Error(JSON.stringify(body))
    items = body.items.length
  }
  times.sort((one, another) => one - another)
  process.stdout.write(
    `${what.padEnd(48)} ${items} items, p50 ${times[12]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms\n`,
  )
}
// The first ones project the boards.
await measure('warm-up', { q: 'rien' })
await measure('a rare word', { q: 'numero42' })
await measure('the beginning of a word of every message', { q: 'infirm' })
await measure('a single letter', { q: 'p' })
// Four searches of 25 and this one stay within an account's limit of 120 a minute.
await new Promise((later) => setTimeout(later, 61_000))
await measure('two words', { q: 'oedeme numero7' })
await measure('cards alone, each board just edited', { q: 'carte', kind: 'card' }, async () => {
  for (const caseId of cases.slice(0, 5))
    await house.application.boards.edit(caseBoardDocName(caseId), doctor.id, (doc) =>
      addCard(doc, { id: randomUUID(), column: 'needs', title: 'Nouvelle', by: doctor.id, at: new Date() }),
    )
})
await house.stop()
