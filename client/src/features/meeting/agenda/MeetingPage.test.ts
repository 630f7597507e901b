/** The agenda on the screen: its order, its time, what is missing, and what somebody outside a circle sees. */
import { DomainError, newAgendaItem, newMeeting, type Meeting } from '@colloque/domain'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { mountInApp } from '../../../testing/mountInApp.ts'
import MeetingPage from './MeetingPage.vue'

const AT = '2026-03-01T08:00:00.000Z'
/** What the page reads, by stream and type, and what it sends. */
const outside = vi.hoisted(() => ({
  entities: {} as Record<string, { id: string; after: unknown }[]>,
  sent: [] as { name: string; input: Record<string, unknown> }[],
  refusals: [] as Error[],
}))
vi.mock('../../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => {
    const listIn = (stream: string, type: string) => outside.entities[`${stream} ${type}`] ?? []
    const members = (caseId: string) =>
      listIn(`case:${caseId}`, 'circleMember') as unknown as { after: never }[]
    return {
      ...{ account: { id: 'me', name: 'Nadia', profession: 'coordinator', teamIds: ['t'] } },
      ...{ ready: true, connection: { connected: true }, team: [{}], listIn },
      cases: [{ id: 'moreau' }, { id: 'petit' }],
      list: (caseId: string, type: string) => listIn(`case:${caseId}`, type),
      find: (caseId: string, type: string, id: string) =>
        listIn(`case:${caseId}`, type).find((one) => one.id === id),
      nameOfCase: (caseId: string) => ({ moreau: 'MOREAU Louise', petit: 'PETIT Jean' })[caseId] ?? '',
      patientCase: () => undefined,
      person: (accountId: string) => ({ me: { name: 'Nadia' }, ada: { name: 'Ada' } })[accountId],
      readers: members,
      membership: () => ({ accountId: 'me', profession: 'coordinator', role: 'member', status: 'active' }),
      async send(
        name: string,
        input: Record<string, unknown>,
        options?: { optimistic?: { after: Meeting }[] },
      ) {
        outside.sent.push({ name, input })
        const refusal = outside.refusals.shift()
        if (refusal) throw refusal
        const shown = options?.optimistic?.[0]?.after
        if (shown) outside.entities['team:t meeting'] = [held(shown)]
        return {}
      },
    }
  },
}))

const held = (after: unknown) => ({ id: 'm', rev: 1, after })
const meeting = newMeeting({
  ...{ teamId: 't', title: 'Jeudi', startsAt: '2026-03-12T12:00:00.000Z', minutes: 20 },
  ...{ place: null, link: null, chairId: 'me', called: { by: 'me', at: AT } },
  invited: [{ accountId: 'me', name: 'Nadia', profession: 'coordinator', relation: null }],
  slots: [
    { itemId: 'a', minutes: 7 },
    { itemId: 'elsewhere', minutes: 12 },
    { itemId: 'b', minutes: 3 },
  ],
})
const item = (caseId: string, over: object = {}) => ({
  ...newAgendaItem({ caseId, question: 'Rester ?', proposedBy: 'ada', proposedAt: AT, meetingId: 'm' }),
  ...over,
})
const member = (accountId: string, profession: string) => ({
  id: accountId,
  after: { accountId, profession, status: 'active', view: 'case', basis: 'team', name: accountId },
})

beforeEach(() => {
  outside.sent.length = outside.refusals.length = 0
  outside.entities = reactive({
    'team:t meeting': [held(meeting)],
    'case:moreau agendaItem': [
      {
        id: 'a',
        after: item('moreau', {
          askedBy: { accountId: null, name: 'Mme Roux', profession: 'homeHelp', relation: null },
        }),
      },
    ],
    'case:petit agendaItem': [{ id: 'b', after: item('petit') }],
    'case:moreau circleMember': [member('me', 'coordinator'), member('rui', 'physiotherapist')],
    'case:petit circleMember': [member('me', 'coordinator')],
  })
})

const page = () => mountInApp(MeetingPage, { props: { meetingId: 'm' } })
const rows = (mounted: ReturnType<typeof page>) =>
  mounted.findAll('[data-agenda-item]').map((row) => row.attributes('data-agenda-item'))

it('says how long the cases take beside the time there is', () => {
  const text = page().text()
  expect(text).toContain('3 situations, 22 min pour 20')
  expect(text).toContain('2 min de trop')
})

it('names the cases of one’s circles, and of another no more than that there is one', () => {
  const mounted = page()
  const hidden = mounted.get('[data-agenda-item=elsewhere]')
  expect(hidden.text()).toContain('Une situation')
  expect(hidden.findAll('a')).toEqual([])
  expect(mounted.get('[data-agenda-item=a]').text()).toContain(
    'Proposée par Ada pour Mme Roux, aide à domicile',
  )
})

it('puts a case before another with Alt and an arrow, as every one of them in the new order', async () => {
  const mounted = page()
  await mounted.get('[data-agenda-item=b] button').trigger('keydown', { key: 'ArrowUp', altKey: true })
  await flushPromises()
  expect(outside.sent).toMatchObject([
    {
      name: 'meeting.order',
      input: { meetingId: 'm', slots: [{ itemId: 'a' }, { itemId: 'b' }, { itemId: 'elsewhere' }] },
    },
  ])
  expect(rows(mounted)).toEqual(['a', 'b', 'elsewhere'])
})

it('gives a case other minutes, also one that it cannot name', async () => {
  const mounted = page()
  const input = mounted.get('[data-agenda-item=elsewhere] input')
  await input.setValue(5)
  await flushPromises()
  expect(mounted.text()).toContain('3 situations, 15 min pour 20')
  await input.setValue(500)
  expect((input.element as HTMLInputElement).value).toBe('5')
  expect(outside.sent).toHaveLength(1)
})

it('an agenda that changed meanwhile is said calmly, and stands as it is', async () => {
  outside.refusals.push(new DomainError('conflict', { why: 'slots_changed', ids: [] }))
  const mounted = page()
  await mounted.get('[data-agenda-item=b] button').trigger('keydown', { key: 'ArrowUp', altKey: true })
  await flushPromises()
  expect(rows(mounted)).toEqual(['a', 'elsewhere', 'b'])
  expect(useAnnouncer().text).toContain('Voici le nouvel ordre')
})

it('lists what is missing of one kind together; one press makes the task, which then stands there', async () => {
  const mounted = page()
  const missing = mounted.get('section[aria-labelledby=il-manque-titre]')
  expect(missing.text()).toMatch(/Souhait non recueilli\s*\(2\)/)
  expect(missing.text()).toMatch(/Avis : kinésithérapeute\s*\(1\)/)
  await missing.get('[aria-label="Demander : Avis : kinésithérapeute, MOREAU Louise"]').trigger('click')
  expect(outside.sent).toEqual([
    { name: 'agenda.ask', input: { agendaItemId: 'a', what: 'opinion', profession: 'physiotherapist' } },
  ])
  outside.entities['case:moreau agendaItem'] = [
    {
      id: 'a',
      after: item('moreau', {
        asked: [{ by: 'me', at: AT, what: 'opinion', profession: 'physiotherapist', taskId: 'task' }],
      }),
    },
  ]
  await flushPromises()
  expect(missing.find('a[href="/taches?tache=task"]').text()).toContain('Demandé')
})

it('is read and not changed once it has been held', () => {
  outside.entities['team:t meeting'] = [held({ ...meeting, status: 'closed', closed: { by: 'me', at: AT } })]
  const mounted = page()
  expect(mounted.text()).toContain('Cette concertation a eu lieu.')
  expect(mounted.findAll('input')).toEqual([])
  expect(mounted.text()).not.toContain('Il manque')
})

it('once held, the chair finds the minutes that wait for a signature, and each case its own', () => {
  outside.entities['team:t meeting'] = [held({ ...meeting, status: 'closed', closed: { by: 'me', at: AT } })]
  const concluded = { status: 'discussed', discussed: { by: 'rui', at: AT }, chairId: 'me' }
  outside.entities['case:moreau agendaItem'] = [{ id: 'a', after: item('moreau', concluded) }]
  outside.entities['case:petit agendaItem'] = [{ id: 'b', after: item('petit', concluded) }]
  outside.entities['case:petit filedMinutes'] = [
    { id: 'f', after: { agendaItemId: 'b', signed: { by: 'ada', at: AT } } },
  ]
  const mounted = page()
  const waiting = mounted.get('section[aria-labelledby=minutes-to-sign]')
  expect(waiting.findAll('a').map((link) => link.attributes('href'))).toEqual([
    '/situations/moreau/concertations/a',
  ])
  expect(waiting.text()).toContain('À signer par vous')
  const filed = mounted.get('[data-agenda-item=b]')
  expect(filed.text()).toContain('Signé par Ada')
  expect(filed.find('a[href="/situations/petit/concertations/b"]').exists()).toBe(true)
})

it('of another team it is not there', () => {
  outside.entities['team:t meeting'] = []
  expect(page().text()).toContain('introuvable')
})
