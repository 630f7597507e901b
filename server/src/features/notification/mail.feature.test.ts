/** Mail on a real SMTP server: who gets one, when, and what it says. */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { CommandName } from '@colloque/contract'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startReachHouse, type ReachHouse } from '../../testing/reach-house.ts'
import type { TestPerson } from '../../testing/test-house.ts'
import { MAIL_JOB } from './mail.job.ts'

const TEXT = 'Canari : confusion ce matin'
const DAY = 86_400_000

interface Mail {
  readonly to: string[]
  readonly raw: string
  readonly messageId: string | undefined
}

let house: ReachHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string
let server: SMTPServer
let mails: Mail[] = []
/** What the server says to a recipient, by the address; taken when not named. */
const refusals = new Map<string, number>()

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, callback) => {
      const responseCode = refusals.get(address)
      callback(responseCode ? Object.assign(new Error('not now'), { responseCode }) : null)
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = decoded(Buffer.concat(parts).toString('latin1'))
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ to, raw, messageId: /^Message-ID: (.*)$/im.exec(raw)?.[1] })
        callback()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  house = await startReachHouse({
    mail: {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from: 'Colloque <colloque@maison.example>',
      address: 'https://colloque.maison.example',
    },
  })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
})
afterAll(async () => {
  await house.stop()
  await new Promise<void>((closed) => server.close(closed))
})
beforeEach(() => {
  mails = []
  refusals.clear()
})

/** Quoted-printable, as these mails are written. */
const decoded = (raw: string) => {
  const bytes = raw
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

const act = (person: TestPerson, name: CommandName, input: object) => {
  const { id: accountId, profession, teamIds } = person
  return house.application.execute(
    name,
    { commandId: randomUUID(), ...input },
    { accountId, sessionId: '', name: person.name, profession, teamIds },
  )
}
const ask = (person = nurse) => act(doctor, 'task.create', { caseId, title: TEXT, forAccount: person.id })
/** Moves the clock on to the next such day of the week (7 is Sunday), at an hour UTC. */
const goTo = (weekday: number, hour = 10) => {
  const now = house.now()
  const then = new Date(now)
  then.setUTCHours(hour, 0, 0, 0)
  while (then <= now || (then.getUTCDay() || 7) !== weekday) then.setUTCDate(then.getUTCDate() + 1)
  house.wait(then.getTime() - now.getTime())
}
const run = () => house.application.jobs.runNow(MAIL_JOB)
const toNurse = () => mails.filter(({ to }) => to.includes(nurse.email))

it('what has waited more than a day is told once, by number alone', async () => {
  await ask()
  await act(doctor, 'message.post', {
    caseId,
    text: TEXT,
    to: { accountIds: [nurse.id], professions: [] },
  })
  await run()
  expect(mails).toEqual([])
  goTo(3)
  await run()
  await run()
  expect(mails.map(({ to }) => to)).toEqual([[nurse.email]])
  const [{ raw, messageId } = expect.fail()] = mails
  expect(raw).toMatch(/^Subject: Colloque : 2 choses vous attendent\r$/m)
  expect(raw).toMatch(/^From: Colloque <colloque@maison.example>\r$/m)
  expect(raw).toContain('2 choses vous attendent dans Colloque depuis plus d’un jour.')
  expect(raw).toContain('Pour les voir : https://colloque.maison.example/')
  expect(raw).toMatch(/^Content-Type: text\/plain/m)
  expect(raw).not.toMatch(/canari|confusion|Essai(?!s\.)|Paule|Cleo|Ada/i)
  expect(messageId).toMatch(/^<[0-9a-f-]{36}@colloque.maison.example>$/)
  // Nothing new, so nothing is said again.
  goTo(4)
  await run()
  expect(mails).toHaveLength(1)
})

it('at most one a day, of what is new and what still waits', async () => {
  await ask()
  goTo(5, 11)
  await run()
  expect(toNurse()).toHaveLength(1)
  expect(mails[0]?.raw).toContain('3 choses vous attendent')
  await ask()
  goTo(5, 15)
  await run()
  expect(mails).toHaveLength(1)
})

it('none at the weekend, none at night, none to whoever wants none or is away', async () => {
  goTo(6)
  await run()
  goTo(7)
  await run()
  goTo(1, 3)
  await run()
  expect(mails).toEqual([])
  const reach = { quiet: null, urgentBreaksQuiet: true, push: true }
  await act(nurse, 'reach.set', { ...reach, email: false })
  goTo(1, 10)
  await run()
  expect(mails).toEqual([])
  await act(nurse, 'reach.set', { ...reach, email: true })
  const day = new Date(house.now().getTime() + DAY).toISOString().slice(0, 10)
  await act(nurse, 'schedule.addAbsence', { teamId: nurse.teamIds[0], from: day, to: day })
  goTo(2)
  await run()
  expect(mails).toEqual([])
  goTo(3)
  await run()
  expect(toNurse()).toHaveLength(1)
})

it('a server that puts one recipient off gets that mail again later; the others have theirs', async () => {
  const other = await house.person('Bo Nurse', 'nurse')
  await house.application.execute(
    'circle.add',
    { commandId: randomUUID(), caseId, accountId: other.id },
    {
      accountId: doctor.id,
      sessionId: '',
      name: doctor.name,
      profession: 'physician',
      teamIds: doctor.teamIds,
    },
  )
  await ask()
  await ask(other)
  refusals.set(nurse.email, 450)
  goTo(4, 11)
  await run()
  expect(mails.map(({ to }) => to[0])).toEqual([other.email])
  refusals.clear()
  await run()
  expect(mails.map(({ to }) => to[0])).toEqual([other.email, nurse.email])
  await ask()
  refusals.set(nurse.email, 550)
  goTo(5, 12)
  await run()
  refusals.clear()
  await run()
  expect(mails).toHaveLength(2)
})

it('a node that died while it handed a mail in: the same mail, under the same id, and no third', async () => {
  await ask()
  goTo(1)
  await run()
  const [first] = toNurse()
  const stored = house.connection.collection<{ _id: string }>('mailings')
  const id = first?.messageId?.slice(1, 37) ?? ''
  // As the crash would have left it.
  await stored.updateOne({ _id: id }, { $set: { state: 'sending', takenUntil: house.now(), sentAt: null } })
  await run()
  await run()
  expect(toNurse().map(({ messageId }) => messageId)).toEqual([first?.messageId, first?.messageId])
})

it('two nodes at once: one mail to each', async () => {
  const { application } = await house.secondNode()
  await ask()
  goTo(4)
  await Promise.all([run(), application.jobs.runNow(MAIL_JOB), run(), application.jobs.runNow(MAIL_JOB)])
  expect(toNurse()).toHaveLength(1)
})

it('no word of a patient and no address is stored with mailings, or logged', async () => {
  const stored = JSON.stringify(await house.connection.collection('mailings').find().toArray())
  expect(house.log.join('')).not.toContain('smtp://')
  for (const text of [stored, house.log.join('\n')]) {
    expect(text).not.toContain('@')
    expect(text.length).toBeGreaterThan(100)
    expect(text).not.toMatch(/canari|confusion|Essai|Paule|Cleo/i)
  }
})
