/** Fields that the server alone sets, sent along with every input: refused, or never stored. */
import { randomUUID } from 'node:crypto'
import { commands, COMMAND_NAMES } from '@colloque/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'
import { addressOf, each, readWireInputs, sendRaw, valueAt, withValue } from './wire-inputs.ts'

const CANARY = 'canari-affectation'
const FORGED: Readonly<Record<string, unknown>> = {
  ...{ _id: CANARY, id: CANARY, rev: 99, seq: 99, v: 99, hash: CANARY, stream: CANARY },
  ...{ role: CANARY, circleIds: [CANARY], teamIds: [CANARY], authorId: CANARY, accountId: CANARY },
  ...{ by: CANARY, at: '1999-01-01T00:00:00.000Z', createdAt: CANARY, createdBy: CANARY, postedAt: CANARY },
  ...{ claimedBy: CANARY, claimedAt: CANARY, signedBy: CANARY, administrator: true, permission: CANARY },
  ...{ history: [CANARY], acknowledgedBy: [CANARY], deleted: CANARY, escalation: CANARY },
}

let house: TestHouse
let doctor: TestPerson
let caseId: string
/** Commands to the database that carry what the attacker wrote. */
const stored: string[] = []

beforeAll(async () => {
  house = await startTestHouse({
    onDatabaseCommand: (command) => {
      const text = JSON.stringify(command)
      if (text.includes(CANARY)) stored.push(text)
    },
  })
  doctor = await house.person('Cleo Doctor', 'physician')
  caseId = await house.openCase(doctor)
})
afterAll(() => house.stop())

describe('abuse 15: fields that are the server’s to set', () => {
  it('are refused by the schema of every command', () => {
    for (const name of COMMAND_NAMES) {
      const { error } = commands[name].input.safeParse({ commandId: randomUUID(), _id: CANARY })
      const codes = error?.issues.map(({ code }) => code)
      expect(codes, name).toContain('unrecognized_keys')
    }
  })

  it('are stored out of no body, at no depth', async () => {
    const inputs = (await readWireInputs(house.url)).filter(({ sample }) => sample !== undefined)
    const attacks = inputs.flatMap((input) => input.objects.map((at) => ({ input, at })))
    await each(attacks, async ({ input, at }) => {
      const held = valueAt(input.sample, at) as Record<string, unknown>
      // A field that the schema does know is somebody's to set.
      const unknown = Object.entries(FORGED).filter(([name]) => !(name in held))
      const body = withValue(input.sample, at, { ...Object.fromEntries(unknown), ...held })
      await sendRaw(house.url, doctor, { ...input, path: addressOf(input) }, JSON.stringify(body))
    })
    expect(attacks.length).toBeGreaterThan(100)
    expect(stored).toEqual([])
  })

  it('beside an input that is right otherwise: refused as a whole, and nothing is done', async () => {
    const right = {
      'message.post': { caseId, text: 'x' },
      'task.create': { caseId, title: 'x' },
      'medication.add': { caseId, name: 'x' },
      'flag.raise': { caseId, title: 'x', severity: 'PE', detail: 'x' },
      'circle.add': { caseId, name: 'x', relation: 'x' },
      'case.create': { patient: buildPatient(), reason: 'x', informed: { how: 'oral' } },
    } as const
    const { seq } = await house.application.changes.fold(`case:${caseId}`)
    for (const [name, input] of Object.entries(right))
      for (const [field, value] of Object.entries(FORGED)) {
        if (field in commands[name as keyof typeof right].input.shape) continue
        const body = JSON.stringify({ commandId: randomUUID(), ...input, [field]: value })
        const answer = await sendRaw(house.url, doctor, { method: 'POST', path: `/commands/${name}` }, body)
        expect(answer.status, `${name} ${field}`).toBe(400)
      }
    expect((await house.application.changes.fold(`case:${caseId}`)).seq).toBe(seq)
    expect(stored).toEqual([])
  })

  it('inside a patient: dropped, and what is stored says who wrote it and when', async () => {
    const patient = { ...buildPatient(), ...FORGED }
    const before = Date.now()
    const reply = await doctor.send('case.create', { patient, reason: 'x', informed: { how: 'oral' } })
    if (reply.ok) {
      const { after, createdBy, createdAt } = (
        await house.application.changes.fold(`case:${reply.data.id}`)
      ).get('patientCase', reply.data.id)!
      expect(createdBy).toBe(doctor.id)
      expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(before)
      expect(JSON.stringify(after)).not.toContain(CANARY)
    } else expect(reply.status).toBe(400)
    expect(stored).toEqual([])
  })
})
