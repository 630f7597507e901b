/** MongoDB's operators in every field of every input: refused by the schema, none reaches the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'
import { addressOf, each, readWireInputs, sendRaw, withValue, type WireInput } from './wire-inputs.ts'

const CANARY = 'canari-operateur'
const OPERATORS = [
  { $ne: null, [CANARY]: 1 },
  { $where: `sleep(1000) || '${CANARY}'`, $nor: [{}] },
]

/** What a browser says of its extensions is dropped unread. */
const DROPPED = 'clientExtensionResults'

let house: TestHouse
let doctor: TestPerson
let inputs: readonly WireInput[]
/** Commands to the database that carry what the attacker wrote. */
const reached: string[] = []

beforeAll(async () => {
  house = await startTestHouse({
    onDatabaseCommand: (command) => {
      const text = JSON.stringify(command)
      if (text.includes(CANARY)) reached.push(text)
    },
  })
  doctor = await house.person('Cleo Doctor', 'physician')
  inputs = await readWireInputs(house.url)
})
afterAll(() => house.stop())

describe('abuse 10: operators of the database', () => {
  it('in any field of any body are refused for that field', async () => {
    const bodies = inputs.filter(({ sample }) => sample !== undefined)
    expect(bodies.length).toBeGreaterThan(80)
    const attacks = bodies.flatMap((input) =>
      input.fields.flatMap((field) => OPERATORS.map((operator) => ({ input, field, operator }))),
    )
    const wrong: unknown[] = []
    await each(attacks, async ({ input, field, operator }) => {
      const { method, sample } = input
      const path = addressOf(input)
      const written = JSON.stringify(withValue(sample, field, operator))
      const { status, body } = await sendRaw(house.url, doctor, { method, path }, written)
      const at = field.join('.')
      // A choice between shapes is refused as a whole, what stands for an object in its parts.
      const isNamed = body.error?.data.issues?.some(
        (issue) => at.startsWith(issue.path) || issue.path.startsWith(at),
      )
      if (at.endsWith(DROPPED)) return
      // What asks first whose it is has not looked at the body.
      if (status === 404 && !path.startsWith('/commands/')) return
      if (status !== 400 || !isNamed) wrong.push(`${status} ${method} ${path} ${at} ${JSON.stringify(body)}`)
    })
    expect(wrong).toEqual([])
  })

  it.each(['[$ne]', '[$gt]', '[$regex]', '[]', '.$where', '[__proto__][x]'])(
    'written as %s after the name of a search parameter are refused',
    async (suffix) => {
      const gets = inputs.filter(({ method }) => method === 'GET')
      const wrong: unknown[] = []
      await each(gets, async (input) => {
        const names = input.parameters.flatMap((one) => (one.in === 'query' ? [one.name] : []))
        for (const name of names) {
          const path = `${addressOf(input)}?${encodeURIComponent(`${name}${suffix}`)}=${CANARY}`
          const { status, body } = await sendRaw(house.url, doctor, { method: 'GET', path })
          // What is refused for whose it is has not looked at the search.
          if (status !== 400 && status !== 404) wrong.push([path, status, body])
        }
      })
      expect(wrong).toEqual([])
    },
  )

  it('in the events of a socket are refused', async () => {
    const socket = await connect(house.url, doctor.token)
    const ask = (event: string, ...values: unknown[]) =>
      new Promise((answer) =>
        (socket as unknown as { emit(event: string, ...values: unknown[]): void }).emit(
          event,
          ...values,
          answer,
        ),
      )
    const stream = `member:${doctor.id}`
    const whole: Record<string, Record<string, unknown>> = {
      subscribe: { stream, since: 0 },
      unsubscribe: { stream },
      read: { stream, seq: 1 },
      draft: { stream, threadId: null, text: 'x', body: null, at: 1 },
      typing: { stream, threadId: null },
      viewing: { caseId: null },
      'session.renew': { token: doctor.token },
    }
    for (const [event, input] of Object.entries(whole))
      for (const field of Object.keys(input))
        for (const operator of OPERATORS)
          expect(await ask(event, { ...input, [field]: operator }), `${event} ${field}`).toMatchObject({
            ok: false,
            error: { code: 'invalid' },
          })
    for (const operator of OPERATORS) {
      expect(await ask('command', operator, {})).toMatchObject({ ok: false, error: { code: 'not_found' } })
      expect(await ask('command', 'task.claim', { commandId: operator, taskId: operator })).toMatchObject({
        error: { code: 'invalid' },
      })
    }
    socket.disconnect()
  })

  it('reached the database nowhere', async () => {
    expect(reached).toEqual([])
    // The ear hears what does go to the database.
    await house.application.accounts.byEmail(CANARY)
    expect(reached).not.toEqual([])
  })
})
