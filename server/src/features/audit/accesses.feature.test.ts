import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addCard } from '@colloque/board'
import { AUDIT_WINDOW_MS } from '@colloque/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { AuditRecord } from '../../platform/audit/index.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const patient = buildPatient()
let house: TestHouse
let folder: string
let doctor: TestPerson
let nurse: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloque-audit-'))
  house = await startTestHouse({ auditFolder: folder })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('=Ada Nurse', 'nurse')
  outsider = await house.person('Out Sider', 'physician')
  const opened = await doctor.done('case.create', {
    ...{ patient, reason: 'Essai', informed: { how: 'oral' }, circle: [nurse.id], confirmedDistinct: true },
  })
  caseId = opened.id
})
afterAll(async () => {
  await house.stop()
  await rm(folder, { recursive: true })
})

const records = (filter: object): Promise<AuditRecord[]> =>
  house.connection
    .db!.collection<AuditRecord>('audit')
    .find(filter as never)
    .sort({ trail: 1, seq: 1 })
    .toArray()
const ofCase = (kind: string, { id }: TestPerson) => records({ trail: `case:${caseId}`, kind, accountId: id })

/** Opens a document and waits for the first frame or the end. */
function open(name: string, { token }: TestPerson): Promise<{ socket: WebSocket; code: number | undefined }> {
  return new Promise((done) => {
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/yjs/${name}?token=${token}`)
    socket.on('error', () => undefined)
    socket.on('message', () => done({ socket, code: undefined }))
    socket.on('close', (code) => done({ socket, code }))
  })
}

it('an opened document and a stream on a socket are on record before anything of them is sent', async () => {
  const [byBoard, bySocket] = [
    await house.person('Bo Board', 'nurse'),
    await house.person('So Socket', 'nurse'),
  ]
  for (const { id } of [byBoard, bySocket]) await doctor.done('circle.add', { caseId, accountId: id })
  const { socket } = await open(`case/${caseId}/board`, byBoard)
  expect(await ofCase('case.read', byBoard)).toHaveLength(1)
  socket.close()
  const stream = await connect(house.url, bySocket.token)
  expect(await subscribe(stream, `case:${caseId}`)).toMatchObject({ ok: true })
  expect(await ofCase('case.read', bySocket)).toHaveLength(1)
  stream.disconnect()
})

it('abuse 1: a refused document is on record in its case, one that is none with the account, once a quarter', async () => {
  for (let i = 0; i < 3; i += 1) {
    expect((await open(`case/${caseId}/board`, outsider)).code).toBe(4403)
    expect((await open(`case/${randomUUID()}/board`, outsider)).code).toBe(4403)
    expect((await open(`case/${caseId}/%2e%2e/board`, outsider)).code).toBe(4403)
  }
  const own = () => records({ trail: `account:${outsider.id}`, kind: 'document.refused' })
  await until(async () => (await own()).length === 2)
  expect((await own()).map(({ detail }) => detail).sort()).toEqual(
    expect.arrayContaining([{ why: 'access' }, { why: 'name' }]),
  )
  const inCase = await ofCase('document.refused', outsider)
  expect(inCase).toMatchObject([{ detail: { document: 'board' } }])
  expect(inCase[0]?.sessionId).toEqual(expect.any(String))
})

it('abuse 22: an emergency access to nobody is on record with whoever tried, a flood of them once', async () => {
  const searcher = await house.person('Sam Searcher', 'physician')
  for (let n = 0; n < 8; n += 1)
    await searcher.send('breakGlass.open', {
      ...{ birthName: `Inconnue${n}`, firstNames: 'Jeanne', birthDate: '1950-01-01' },
      ...{ reason: 'other', words: 'Appel du SAMU' },
    })
  const tried = () => records({ trail: `account:${searcher.id}`, kind: 'breakGlass.refused' })
  await until(async () => (await tried()).length === 6)
  const why = (await tried()).map(({ detail }) => detail['why'])
  expect(why.sort()).toEqual(['too_many', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown'])
  expect(JSON.stringify(await tried())).not.toContain('Inconnue')
})

it('who has seen and written a case is told to its circle, by person and day', async () => {
  await nurse.get(`/cases/${caseId}`)
  await nurse.done('message.post', { caseId, text: 'Un canari' })
  await house.application.boards.edit(`case/${caseId}/board`, nurse.id, (doc) =>
    addCard(doc, { id: 'canari', column: 'needs', title: 'Un canari', by: nurse.id, at: new Date() }),
  )
  const { status, body } = await doctor.get(`/cases/${caseId}/accesses`)
  expect(status).toBe(200)
  const row = (person: TestPerson) =>
    body.items.find(({ accountId }: { accountId: string }) => accountId === person.id)
  expect(row(nurse)).toMatchObject({
    ...{ name: '=Ada Nurse', profession: 'nurse', reads: 1, writes: 2, exports: 0, refused: 0 },
    emergency: false,
  })
  expect(row(nurse).day).toBe(
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date()),
  )
  expect(row(doctor)).toMatchObject({ name: 'Cleo Doctor', reads: 1 })
  // Who tried and was refused is named, too.
  expect(row(outsider)).toMatchObject({ name: 'Out Sider', reads: 0, refused: 1 })
  expect(body.since).toEqual(expect.any(String))
  expect(JSON.stringify(body)).not.toContain('canari')

  const pages: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const page = await doctor.get(
      `/cases/${caseId}/accesses?limit=2${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
    )
    pages.push(...page.body.items.map(({ accountId }: { accountId: string }) => accountId))
    next = page.body.next
  }
  expect(pages).toEqual(body.items.map(({ accountId }: { accountId: string }) => accountId))
  expect((await doctor.get(`/cases/${caseId}/accesses?cursor=x`)).status).toBe(400)
  expect((await outsider.get(`/cases/${caseId}/accesses`)).status).toBe(404)
})

it('abuse 24: the same as a file, in which no cell is a formula; taking it away is on record', async () => {
  const take = ({ token }: TestPerson) =>
    fetch(`${house.url}/api/v1/cases/${caseId}/accesses.csv`, {
      headers: { Authorization: `Bearer ${token}` },
    })
  expect((await take(outsider)).status).toBe(404)
  expect(await ofCase('accesses.exported', outsider)).toEqual([])
  const answer = await take(doctor)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename=acces-\d{4}-\d\d-\d\d\.csv$/,
  )
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const text = await answer.text()
  expect(text).toContain('"\'=Ada Nurse"')
  expect(text).not.toContain('"=Ada')
  expect(await ofCase('accesses.exported', doctor)).toHaveLength(1)
})

it('what was read by emergency access says so, and is counted for those who manage the team, without the case', async () => {
  const rescuer = await house.person('Rosa Rescuer', 'physician')
  const { birthName, firstNames, birthDate } = patient
  await rescuer.done('breakGlass.open', {
    ...{ birthName, firstNames, birthDate, reason: 'lifeThreatening', words: 'Malaise' },
  })
  await rescuer.get(`/cases/${caseId}`)
  const [read] = await ofCase('case.read', rescuer)
  expect(read?.detail['breakGlass']).toEqual(expect.any(String))
  const { body } = await doctor.get(`/cases/${caseId}/accesses`)
  expect(body.items.find(({ accountId }: { accountId: string }) => accountId === rescuer.id)).toMatchObject({
    emergency: true,
  })

  const manager = await house.person('Nadia Manager', 'coordinator')
  const team = await manager.get(`/teams/${doctor.teamIds[0]}/audit`)
  expect(team.status).toBe(200)
  expect(team.body.items[0].counts).toContainEqual({ kind: 'breakGlass.used', count: 1 })
  expect(JSON.stringify(team.body)).not.toContain(caseId)
  expect((await nurse.get(`/teams/${doctor.teamIds[0]}/audit`)).status).toBe(400)
  expect((await manager.get(`/teams/${randomUUID()}/audit`)).status).toBe(404)
})

it('a quarter of an hour later a read is another one, and heads are kept when a server stops', async () => {
  let now = Date.now() + AUDIT_WINDOW_MS
  const later = await house.secondNode({ clock: () => new Date(now) })
  const headers = { Authorization: `Bearer ${nurse.token}` }
  const before = (await ofCase('case.read', nurse)).length
  // A token lives for ten minutes: the case is read as the later server records it.
  await later.application.audit.record({
    ...{
      trail: `case:${caseId}`,
      kind: 'case.read',
      accountId: nurse.id,
      sessionId: null,
      oncePerQuarter: true,
    },
  })
  now += 1_000
  await fetch(`${later.url}/api/v1/cases/${caseId}`, { headers })
  expect(await ofCase('case.read', nurse)).toHaveLength(before + 1)
  await later.application.stop()
  expect((await readdir(folder)).some((name) => name.startsWith('anchors-'))).toBe(true)
})
