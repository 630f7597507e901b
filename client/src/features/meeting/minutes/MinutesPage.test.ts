/** The minutes of a case: what they say, who may sign, what is signed, and what is said where that is refused. */
import { canonicalText } from '@colloque/board'
import { DomainError, newAgendaItem, newTask, type MinutesContent } from '@colloque/domain'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { textHash } from '../../../platform/plan/planHash.ts'
import { MINUTES_IDS, someMinutes } from '../../../testing/aMinutes.ts'
import { mountInApp } from '../../../testing/mountInApp.ts'
import MinutesPage from './MinutesPage.vue'

const AT = '2026-03-12T13:00:00.000Z'
const { caseId, meetingId, itemId, decisionId, taskId, doctor, nurse } = MINUTES_IDS

/** What the page reaches through: the replica, the way out, one query and the question who one is. */
const outside = vi.hoisted(() => ({
  me: '',
  entities: {} as Record<string, { id: string; rev: number; after: unknown }[]>,
  answer: undefined as unknown,
  sent: [] as Record<string, unknown>[],
  refusals: [] as Error[],
  proofs: [] as object[],
  proves: true,
}))
vi.mock('../../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => {
    const list = (_caseId: string, type: string) => outside.entities[type] ?? []
    const names: Record<string, { name: string; profession: string }> = {
      [MINUTES_IDS.doctor]: { name: 'Hélène Castaing', profession: 'physician' },
      [MINUTES_IDS.nurse]: { name: 'Maëlle Le Gallic', profession: 'nurse' },
    }
    return {
      account: { id: outside.me, profession: 'physician', teamIds: [] },
      ...{ ready: true, connection: { connected: true }, team: [], cases: [], list, listIn: () => [] },
      find: (_caseId: string, type: string, id: string) => list(_caseId, type).find((one) => one.id === id),
      nameOfCase: () => 'MOREAU Louise',
      person: (id: string) => names[id],
      membership: () => ({
        accountId: outside.me,
        profession: 'physician',
        role: 'member',
        status: 'active',
      }),
      send: (_name: string, input: Record<string, unknown>) => {
        outside.sent.push(input)
        const refusal = outside.refusals.shift()
        return refusal ? Promise.reject(refusal) : Promise.resolve({})
      },
    }
  },
}))
vi.mock('../../../platform/client.ts', () => ({
  useClient: () => ({ api: { query: () => Promise.resolve(outside.answer) } }),
}))
vi.mock('../../../platform/queue/useQueue.ts', () => ({ useQueue: () => ({ settled: true }) }))
vi.mock('../../../platform/proof/useProof.ts', async () => {
  const { proving } = await import('../../../platform/proof/proving.ts')
  const ensureProof = (given: object = {}) => {
    outside.proofs.push(given)
    return Promise.resolve(outside.proves)
  }
  return { useProof: () => proving(ensureProof) }
})

const hashOf = (content: MinutesContent) => textHash(canonicalText(content))
async function stands(content: MinutesContent, docSeq: number) {
  outside.answer = { content, docSeq, textHash: await hashOf(content), filed: null, signed: null }
}
/** As the log and the server have it once it is signed. @param kept the text that the server has under the hash */
async function isFiled(content: MinutesContent, kept = content) {
  const filed = {
    ...{ caseId, meetingId, agendaItemId: itemId, title: content.title, heldAt: content.heldAt, docSeq: 3 },
    ...{ participants: content.participants, decisionIds: [decisionId], textHash: await hashOf(content) },
    ...{ signed: { by: doctor, at: AT }, proof: { by: 'password', at: AT } },
  }
  outside.entities['filedMinutes'] = [{ id: 'f', rev: 1, after: filed }]
  outside.answer = { content, docSeq: 3, textHash: filed.textHash, filed, signed: kept }
}
const member = (accountId: string, profession: string) => ({
  ...{ id: accountId, rev: 1 },
  after: { accountId, profession, status: 'active', view: 'case', basis: 'team', name: accountId },
})
const conflict = (why: string) => new DomainError('conflict', { why })

beforeEach(async () => {
  Object.assign(outside, { me: doctor, sent: [], refusals: [], proofs: [], proves: true })
  outside.entities = reactive({
    agendaItem: [
      {
        ...{ id: itemId, rev: 4 },
        after: {
          ...newAgendaItem({ caseId, question: 'x', proposedBy: nurse, proposedAt: AT, meetingId }),
          ...{ status: 'discussed', discussed: { by: nurse, at: AT }, chairId: doctor },
        },
      },
    ],
    decision: [
      {
        ...{ id: decisionId, rev: 1 },
        after: {
          ...{ caseId, agendaItemId: itemId, meetingId, text: 'Passer le soir', dueOn: '2026-03-20' },
          ...{ taskId, tellTaskId: null, disagreements: [], withdrawn: null },
          owner: { accountId: nurse, profession: null, outside: null },
        },
      },
    ],
    task: [
      {
        ...{ id: taskId, rev: 1 },
        after: {
          ...newTask({ caseId, title: 'Passer le soir', createdBy: doctor, createdAt: AT }),
          ...{ status: 'done', ended: { by: nurse, at: AT } },
        },
      },
    ],
    circleMember: [member(doctor, 'physician'), member(nurse, 'nurse')],
  })
  await stands(someMinutes(), 7)
})

async function page() {
  const mounted = mountInApp(MinutesPage, { props: { caseId, agendaItemId: itemId } })
  await flushPromises()
  // Hashing leaves the queue of microtasks.
  await vi.waitFor(() => expect(mounted.text()).not.toContain('Lecture du compte rendu'))
  return mounted
}
const signing = (mounted: Awaited<ReturnType<typeof page>>) =>
  mounted.findAll('button').find((button) => button.text() === 'Signer et ranger')
async function press(mounted: Awaited<ReturnType<typeof page>>) {
  await signing(mounted)?.trigger('click')
  await vi.waitFor(() => expect(outside.sent.length + outside.proofs.length).toBeGreaterThan(0))
  await flushPromises()
}

it('says who asks, what the person wishes and who heard it, who was there, what was decided and where it stands', async () => {
  const text = (await page()).text()
  for (const words of [
    'MOREAU Louise, née le 2 mai 1941',
    'Posée par Mme Roux, aide à domicile, par l’intermédiaire de Maëlle Le Gallic, infirmi',
    'Rester chez moi',
    'le 2 mars 2026',
    'Hélène Castaing, médecin',
    'Anne Moreau, sa fille',
    'Pas encore dans l’escalier.',
    'Elle mange mieux.',
    'avec Mme Roux, pour le 20 mars 2026',
    'Désaccord de Rui Esteves',
    'faite par Maëlle Le Gallic',
    'Pas encore signé',
  ])
    expect(text).toContain(words)
})

it('the chair signs what is on the screen, by its own hash, after showing who they are', async () => {
  const mounted = await page()
  await press(mounted)
  expect(outside.proofs).toEqual([{}])
  expect(outside.sent).toEqual([{ agendaItemId: itemId, docSeq: 7, textHash: await hashOf(someMinutes()) }])
})

it('without that proof nothing is signed', async () => {
  outside.proves = false
  const mounted = await page()
  await press(mounted)
  expect(outside.sent).toEqual([])
  expect(mounted.text()).toContain('rien n’est signé')
})

it('asks anew who one is when the ten minutes were over, once', async () => {
  outside.refusals = [conflict('proof_needed')]
  await press(await page())
  await vi.waitFor(() => expect(outside.sent).toHaveLength(2))
  expect(outside.proofs).toEqual([{}, { anew: true }])
})

it('what changed meanwhile is said and shown, and that is signed the next time', async () => {
  const mounted = await page()
  const now = someMinutes({ discussion: [{ kind: 'paragraph', text: 'Le fils vient le dimanche.' }] })
  await stands(now, 9)
  outside.refusals = [conflict('changed_since_seen')]
  await press(mounted)
  await vi.waitFor(() => expect(mounted.text()).toContain('Le fils vient le dimanche.'))
  expect(mounted.text()).toContain('a changé pendant que vous le lisiez')
  await signing(mounted)?.trigger('click')
  await vi.waitFor(() => expect(outside.sent).toHaveLength(2))
  expect(outside.sent[1]).toMatchObject({ docSeq: 9, textHash: await hashOf(now) })
})

it('others read who signs', async () => {
  outside.me = nurse
  const mounted = await page()
  expect(mounted.text()).toContain('À signer par Hélène Castaing')
  expect(signing(mounted)).toBeUndefined()
})

it('says that a decision came since it was opened, and shows it when asked', async () => {
  const mounted = await page()
  expect(mounted.text()).not.toContain('a changé depuis que vous l’avez ouvert')
  const [decision] = outside.entities['decision'] ?? []
  outside.entities['decision'] = [{ ...decision!, rev: 2 }]
  await flushPromises()
  expect(mounted.text()).toContain('a changé depuis que vous l’avez ouvert')
})

it('what holds more than this release shows is not shown by half, nor signed', async () => {
  outside.answer = { ...(outside.answer as object), content: { ...someMinutes(), later: 'x' } }
  const mounted = mountInApp(MinutesPage, { props: { caseId, agendaItemId: itemId } })
  await vi.waitFor(() => expect(mounted.text()).toContain('n’a pas pu être affiché en entier'))
  expect(signing(mounted)).toBeUndefined()
})

it('once filed it says who signed, that it is what was signed, and is printed', async () => {
  await isFiled(someMinutes())
  const mounted = await page()
  await vi.waitFor(() => expect(mounted.text()).toContain('vérifiée sur cet appareil'))
  expect(mounted.text()).toContain('Signé par Hélène Castaing, médecin, jeu. 12 mars 2026, 14:00')
  expect(mounted.text()).toContain('Imprimer ou PDF')
  expect(signing(mounted)).toBeUndefined()
})

it('says where the text that is kept is another than the one that was signed', async () => {
  await isFiled(someMinutes(), someMinutes({ question: 'Une autre question ?' }))
  const mounted = await page()
  await vi.waitFor(() => expect(mounted.text()).toContain('n’est plus celui qui a été signé'))
})
