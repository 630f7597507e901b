/** An export holds all of a case that its reader may see, and nothing of another. */
import { addCard, caseMinutesDocName, paragraphs } from '@colloque/board'
import { createHash } from 'node:crypto'
import { text as textOf } from 'node:stream/consumers'
import type { EntityState, FiledMinutes } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { planOf, prove, signAPlan, writePlan, writesSituation } from '../../../testing/plans.ts'
import { until } from '../../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../../testing/test-house.ts'

const SCRIPT = '<script>alert(1)</script>'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string
let versionId: string
let minutes: FiledMinutes

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  const other = await house.openCase(doctor)
  await doctor.done('message.post', { caseId: other, text: 'Un autre canari' })
  for (const name of ['../../été <b>.txt', 'été.txt'])
    await fetch(`${house.url}/api/v1/cases/${caseId}/files/${crypto.randomUUID()}`, {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${nurse.token}`,
        'Content-Type': 'text/plain',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.replaceAll('/', '_'))}`,
      },
      body: `Les mots de ${name}`,
    })
  const { id } = await nurse.done('message.post', { caseId, text: `Bonjour ${SCRIPT}` })
  await nurse.done('message.edit', { messageId: id, text: `Bonsoir ${SCRIPT}` })
  await nurse.done('note.record', { caseId, text: 'Pèse', readings: [{ kind: 'weight', value: 71 }] })
  await nurse.done('note.record', {
    ...{ caseId, text: 'Parle', readings: [{ kind: 'pain', value: 8 }] },
    observations: [{ kind: 'mood', words: 'Chante' }],
  })
  await doctor.done('threshold.set', { caseId, kind: 'spo2', rules: [] })
  await until(
    async () => (await house.application.changes.fold(`case:${caseId}`)).all('readingAlert').length > 0,
  )
  await doctor.done('medication.add', { caseId, name: 'Coumadine', posology: '1 le soir' })
  await doctor.done('task.create', { caseId, title: 'À deux', visibleTo: [nurse.id] })
  await writePlan(house, caseId, nurse, writesSituation('Vit seule'))
  versionId = await signAPlan(house, caseId, doctor)
  minutes = await signMinutes()
  await runAProtocol()
  await house.application.boards.edit(`case/${caseId}/board`, { accountId: nurse.id, role: 'nurse' }, (doc) =>
    addCard(doc, { id: 'one', column: 'needs', title: 'Carte', by: nurse.id, at: new Date() }),
  )
})
afterAll(() => house.stop())

/** A case talked over in a meeting, with its minutes signed. */
async function signMinutes(): Promise<FiledMinutes> {
  const startsAt = '2100-01-07T12:00:00.000Z'
  const teamId = doctor.teamIds[0] ?? ''
  const plan = { title: 'Jeudi', startsAt, minutes: 30, invited: [] }
  const { id: meetingId } = await doctor.done('meeting.call', { teamId, ...plan })
  const { id: agendaItemId } = await doctor.done('agenda.propose', {
    caseId,
    question: 'Rester ?',
    meetingId,
  })
  const by = { accountId: nurse.id, role: 'nurse' }
  await house.application.boards.edit(caseMinutesDocName(caseId, meetingId), by, (doc) =>
    doc.getXmlFragment('text').insert(0, paragraphs('Dort mal')),
  )
  const owner = { profession: 'nurse' as const }
  const decided = { agendaItemId, text: 'Prévenir le fils', owner, dueOn: '2100-01-14', tell: { owner } }
  const { id: decisionId } = await doctor.done('decision.record', decided)
  await nurse.done('decision.disagree', { decisionId, text: 'Pas sans elle' })
  await doctor.done('agenda.conclude', { agendaItemId, participants: [] })
  const { docSeq, textHash } = (await doctor.get(`/cases/${caseId}/minutes/${agendaItemId}`)).body
  return doctor.done('minutes.sign', { agendaItemId, docSeq, textHash })
}

/** A protocol of the team, at work on the case. */
async function runAProtocol(): Promise<void> {
  const teamId = doctor.teamIds[0] ?? ''
  const when = [{ on: 'start' as const, offset: { hours: 1 } }]
  const steps = [{ key: 'un-pas', title: 'Aller la voir', forProfession: 'nurse' as const, when }]
  const { id: protocolId } = await nurse.done('protocol.save', {
    ...{ teamId, name: 'Peser chaque semaine', purpose: 'Pour voir', steps },
  })
  for (const person of [doctor, nurse])
    await person.done('protocol.adopt', { teamId, protocolId, version: 1 })
  await nurse.done('run.start', { caseId, protocolId, startsAt: new Date().toISOString() })
}

const ask = (person: TestPerson, search = '') =>
  fetch(`${house.url}/api/v1/cases/${caseId}/export${search}`, {
    headers: { Authorization: `Bearer ${person.token}` },
  })

/** @returns the entries of an archive, by name */
async function opened(answer: Response): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(await answer.arrayBuffer()))
  const entries = new Map<string, string>()
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await textOf(await zip.openReadStreamPromise(entry)))
  return entries
}

describe('an export', () => {
  it('is given to the circle alone, with a proof of who asks, and recorded', async () => {
    const outsider = await house.person('Out Sider', 'physician')
    expect((await ask(outsider)).status).toBe(404)
    const unproved = await house.person('Una Proved', 'nurse')
    await doctor.done('circle.add', { caseId, accountId: unproved.id })
    const refused = await ask(unproved)
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { error: { data: { why: 'proof_needed' } } },
    ])
    const exported = () => house.connection.collection('audit').countDocuments({ kind: 'case.exported' })
    const before = await exported()
    await prove(house, nurse)
    const answer = await ask(nurse)
    expect(answer.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename=dossier-\d{4}-\d\d-\d\d\.zip$/,
    )
    await answer.arrayBuffer()
    expect(await exported()).toBe(before + 1)
  })

  it('holds every entity that stands, each change, both documents, what was signed and the files', async () => {
    await prove(house, doctor)
    const entries = await opened(await ask(doctor))
    const files = [...entries.keys()].filter((name) => name.startsWith('fichiers/'))
    expect([...entries.keys()].filter((name) => !name.startsWith('fichiers/'))).toEqual([
      ...['LISEZMOI.txt', 'dossier.json', 'historique.json', 'dossier.html'],
      ...['documents/tableau.json', 'documents/tableau.txt', 'documents/plan.json', 'documents/plan.txt'],
      ...['documents/concertation-1.json', 'documents/concertation-1.txt'],
      'plan-signe/version-1.json',
      `comptes-rendus/2100-01-07-${minutes.textHash.slice(0, 8)}.json`,
      'accesses.json',
    ])
    expect(files).toEqual(['fichiers/0001-_._été _b_.txt', 'fichiers/0002-été.txt'])
    expect(entries.get(files[1]!)).toBe('Les mots de été.txt')

    const { items } = JSON.parse(entries.get('accesses.json')!)
    expect(items.map(({ name }: { name: string }) => name)).toContain('Cleo Doctor')
    const dossier = JSON.parse(entries.get('dossier.json')!)
    expect(dossier).toMatchObject({ schema: 1, caseId, exportedBy: 'Cleo Doctor' })
    const said = dossier.streams.flatMap(({ entities }: { entities: EntityState[] }) => entities)
    for (const { stream, seq, entities } of dossier.streams) {
      const fold = await house.application.changes.fold(stream)
      expect(fold.seq).toBe(seq)
      for (const entity of entities) expect(fold.get(entity.type, entity.id)).toEqual(entity)
    }
    const [first, part] = dossier.streams.map(({ stream }: { stream: string }) => stream)
    expect([first, part?.startsWith('part:')]).toEqual([`case:${caseId}`, true])
    const snapshot = (await doctor.get(`/streams/case:${caseId}/snapshot`)).body.entities as EntityState[]
    for (const entity of snapshot) if (entity.after !== null) expect(said).toContainEqual(entity)

    const history = JSON.parse(entries.get('historique.json')!)
    const [{ changes }] = history.streams
    expect(changes.map(({ seq }: { seq: number }) => seq)).toEqual(
      changes.map((_: unknown, i: number) => i + 1),
    )
    expect(JSON.stringify(changes)).toContain('Bonjour')
    expect(entries.get('documents/tableau.txt')).toContain('- Carte')
    expect(entries.get('documents/plan.txt')).toContain('Vit seule')
    expect(entries.get('documents/concertation-1.txt')).toBe('Dort mal')

    const { versions } = await planOf(doctor, caseId)
    const signed = entries.get('plan-signe/version-1.json')!
    expect(versions[0]).toMatchObject({ id: versionId })
    expect(createHash('sha256').update(signed).digest('hex')).toBe(versions[0]!.textHash)
    const filed = [...entries].find(([name]) => name.startsWith('comptes-rendus/'))?.[1] ?? ''
    expect(createHash('sha256').update(filed).digest('hex')).toBe(minutes.textHash)
    expect([...entries.values()].join()).not.toContain('Un autre canari')
  })

  it('is read without running anything that somebody wrote, in French and in English', async () => {
    await prove(house, doctor)
    const html = (await opened(await ask(doctor))).get('dossier.html')!
    expect(html).not.toContain('<script')
    expect(html).toContain('Bonsoir &#60;script&#62;')
    expect(html).toContain('Ada Nurse')
    expect(html).toMatch(/lang="fr".*default-src 'none'/s)
    expect(html).toContain('Traitement')
    for (const heading of ['en mots', 'Seuils réglés', 'Mesures qui ont franchi un seuil'])
      expect(html).toContain(heading)
    for (const said of ['Questions pour la concertation', 'Décisions des concertations', 'Protocoles suivis'])
      expect(html).toContain(said)
    for (const said of ['Prévenir le fils', 'Pas sans elle', 'Peser chaque semaine', 'Aller la voir'])
      expect(html).toContain(said)
    expect(html).not.toMatch(/>(agendaItem|decision|protocolRun|filedMinutes|disagreements|dueOn|startsAt)</)
    expect(html).not.toContain('un-pas')
    expect(html).toContain('Chante')
    expect(html).not.toMatch(/>(readingAlert|thresholdBy|wordedReading)</)
    expect((await opened(await ask(doctor, '?lang=en'))).get('dossier.html')).toContain('Treatment')
    expect((await ask(doctor, '?lang=de')).status).toBe(400)
  })
})
