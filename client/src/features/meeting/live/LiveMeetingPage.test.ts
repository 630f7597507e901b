/** A meeting at the table: where it is, how long it takes, who has spoken, and what is decided. */
import {
  DomainError,
  newAgendaItem,
  newCircleMember,
  newMeeting,
  THE_PERSON,
  type Meeting,
} from '@colloque/domain'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { mountInApp } from '../../../testing/mountInApp.ts'
import LiveMeetingPage from './LiveMeetingPage.vue'

const AT = '2026-03-12T12:00:00.000Z'
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
      listIn(`case:${caseId}`, 'circleMember') as unknown as { after: { accountId: string } }[]
    return {
      ...{ account: { id: 'me', name: 'Nadia', profession: 'coordinator', teamIds: ['t'] } },
      ...{ ready: true, connection: { connected: true }, team: [{}], listIn, entries: [] },
      cases: [{ id: 'moreau' }, { id: 'petit' }],
      list: (caseId: string, type: string) => listIn(`case:${caseId}`, type),
      find: (caseId: string, type: string, id: string) =>
        listIn(`case:${caseId}`, type).find((one) => one.id === id),
      nameOfCase: (caseId: string) => ({ moreau: 'MOREAU Louise', petit: 'PETIT Jean' })[caseId] ?? '',
      patientCase: () => undefined,
      person: (accountId: string) => ({ me: { name: 'Nadia' }, ada: { name: 'Ada' } })[accountId],
      ...{ circle: members, readers: members },
      membership: (caseId: string) => members(caseId).find(({ after }) => after.accountId === 'me')?.after,
      async send(
        name: string,
        input: Record<string, unknown>,
        options?: { optimistic?: { stream: string; type: string; id: string; after: unknown }[] },
      ) {
        outside.sent.push({ name, input })
        const refusal = outside.refusals.shift()
        if (refusal) throw refusal
        for (const { stream, type, id, after } of options?.optimistic ?? [])
          outside.entities[`${stream} ${type}`] = [{ id, after }]
        return { id: 'made' }
      },
    }
  },
}))
// What several write together and what one reads beside it have tests of their own.
vi.mock('../../../platform/document/TextDocument.vue', () => ({
  ...{ __esModule: true, default: { render: () => null } },
}))
vi.mock('../agenda/CasePreview.vue', () => ({ default: { render: () => null } }))
vi.mock('../../../platform/composing/CircleReaders.vue', () => ({ default: { render: () => null } }))

const invited = [
  { accountId: 'me', name: 'Nadia', profession: 'coordinator' as const, relation: null },
  { accountId: 'ada', name: 'Ada', profession: 'physician' as const, relation: null },
]
const meeting = (over: Partial<Meeting> = {}) => ({
  id: 'm',
  after: newMeeting({
    ...{ teamId: 't', title: 'Jeudi', startsAt: AT, minutes: 20, place: null, link: null, invited },
    ...{ chairId: 'me', called: { by: 'me', at: AT }, status: 'live' },
    slots: [
      { itemId: 'a', minutes: 7 },
      { itemId: 'elsewhere', minutes: 12 },
      { itemId: 'b', minutes: 3 },
    ],
    attendance: [{ accountId: 'me', from: AT, to: null }],
    clock: { itemId: 'a', since: AT },
    ...over,
  }),
})
const item = (caseId: string, over: object = {}) => ({
  ...newAgendaItem({ caseId, question: 'Rester ?', proposedBy: 'ada', proposedAt: AT, meetingId: 'm' }),
  ...over,
})
const member = (accountId: string, profession: 'coordinator' | 'physician' | 'physiotherapist') => ({
  id: accountId,
  after: newCircleMember({
    ...{ caseId: 'moreau', accountId, profession, name: accountId === 'me' ? 'Nadia' : accountId },
    ...{ addedBy: 'me', addedAt: AT },
  }),
})

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-12T12:09:30.000Z'), toFake: ['Date'] })
  outside.sent.length = outside.refusals.length = 0
  outside.entities = reactive({
    'team:t meeting': [meeting()],
    'case:moreau agendaItem': [{ id: 'a', after: item('moreau') }],
    'case:petit agendaItem': [{ id: 'b', after: item('petit') }],
    'case:moreau circleMember': [
      member('me', 'coordinator'),
      member('ada', 'physician'),
      member('rui', 'physiotherapist'),
    ],
    'case:petit circleMember': [member('me', 'coordinator')],
  })
})
afterEach(() => {
  mounted?.unmount()
  vi.useRealTimers()
})

let mounted: ReturnType<typeof mountInApp> | undefined
async function page() {
  mounted = mountInApp(LiveMeetingPage, { props: { meetingId: 'm' } })
  await flushPromises()
  return mounted
}
const named = (name: string) =>
  mounted?.findAll('button').find((one) => (one.attributes('aria-label') ?? one.text()) === name)
async function press(key: string) {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await flushPromises()
}
const sentOf = (name: string) => outside.sent.filter((one) => one.name === name).map(({ input }) => input)

it('says what the case at the table takes beside its time, calmly when that is over', async () => {
  const text = (await page()).get('section[aria-label="À la table"]').text()
  expect(text).toContain('MOREAU Louise')
  expect(text).toContain('2 min de plus que les 7 prévues')
})

it('of a case outside one’s circles there is its time, and no more', async () => {
  const shown = await page()
  const entry = shown.get('nav[aria-label="Ordre du jour"]').findAll('button')[1]
  expect(entry?.text()).toContain('Une situation')
  await entry?.trigger('click')
  expect(shown.get('article').text()).toMatch(/Vous n’êtes pas du cercle.*12 min prévues/)
  expect(shown.findAll('article a, article input')).toEqual([])
})

it('J turns the table to the next case for everybody, K back; not while one types', async () => {
  const shown = await page()
  await shown.get('[data-field=text] input').trigger('keydown', { key: 'j' })
  expect(outside.sent).toEqual([])
  await press('j')
  await press('j')
  await press('k')
  expect(sentOf('meeting.turnTo').map(({ itemId }) => itemId)).toEqual(['elsewhere', 'b', 'elsewhere'])
  expect(shown.get('section[aria-label="À la table"]').text()).toContain('Une situation')
})

it('whoever is writing stays where they write when the table turns, and is told', async () => {
  const shown = await page()
  ;(shown.get('[data-field=text] input').element as HTMLElement).focus()
  outside.entities['team:t meeting'] = [meeting({ clock: { itemId: 'b', since: AT } })]
  await flushPromises()
  expect(shown.get('article').text()).toContain('MOREAU Louise')
  expect(shown.text()).toContain('Vous regardez : MOREAU Louise.')
  await named('Revenir à la table')?.trigger('click')
  expect(shown.get('article').text()).toContain('PETIT Jean')
})

it('shows who has spoken and who has not; one press says that somebody has', async () => {
  const shown = await page()
  const seats = shown.get('section[aria-labelledby=live-seats]')
  expect(seats.text()).toContain('Pas encore : 1')
  expect(seats.text()).toContain('Absents, sans avis écrit : ada, médecin · rui, kinésithérapeute')
  await named('Nadia, coordinateur·rice a parlé')?.trigger('click')
  await flushPromises()
  expect(sentOf('agenda.setSpoken')).toEqual([
    { agendaItemId: 'a', person: { accountId: 'me', name: 'Nadia' }, hasSpoken: true },
  ])
  expect(seats.text()).toContain('Chacun a parlé.')
})

it('whoever is away stands there with what they wrote before', async () => {
  const opinion = { id: 'o', by: 'rui', at: AT, name: 'rui', profession: 'physiotherapist' }
  outside.entities['case:moreau agendaItem'] = [
    { id: 'a', after: item('moreau', { opinions: [{ ...opinion, text: 'Pas l’escalier.' }] }) },
  ]
  const text = (await page()).get('section[aria-labelledby=live-seats]').text()
  expect(text).toMatch(/rui, kinésithérapeute, absent·e\s*Pas l’escalier\./)
})

it('a decision without somebody who sees to it stays in the form, and says so', async () => {
  const shown = await page()
  await shown.get('[data-field=text] input').setValue('Passer matin et soir')
  await shown.get('form').trigger('submit')
  expect(shown.get('form').text()).toContain('Choisissez qui s’en charge')
  expect(sentOf('decision.record')).toEqual([])
})

async function decide(shown: Awaited<ReturnType<typeof page>>) {
  await shown.get('[data-field=text] input').setValue('Passer matin et soir')
  shown.getComponent({ name: 'SelectRoot' }).vm.$emit('update:modelValue', 'account:ada')
  await shown.get('form input[type=date]').setValue('2026-03-20')
  await shown.get('form').trigger('submit')
  await flushPromises()
}

it('Enter records who does what by when; telling the person goes with it, and the form is empty again', async () => {
  const shown = await page()
  await decide(shown)
  const owner = { accountId: 'ada' }
  expect(sentOf('decision.record')).toEqual([
    {
      ...{ agendaItemId: 'a', text: 'Passer matin et soir', owner, dueOn: '2026-03-20' },
      tell: { owner, dueOn: '2026-03-20' },
    },
  ])
  expect((shown.get('[data-field=text] input').element as HTMLInputElement).value).toBe('')
})

it('a decision that is refused stays in the form with the reason', async () => {
  outside.refusals.push(new DomainError('conflict', { status: 'withdrawn' }))
  const shown = await page()
  await decide(shown)
  expect(shown.get('form').text()).toContain('retirée entre-temps')
  expect((shown.get('[data-field=text] input').element as HTMLInputElement).value).not.toBe('')
})

it('where the person is at the table nobody is asked to tell them', async () => {
  const guests = [{ accountId: null, name: 'Louise', profession: null, relation: THE_PERSON }]
  outside.entities['case:moreau agendaItem'] = [{ id: 'a', after: item('moreau', { guests }) }]
  const shown = await page()
  expect(shown.get('form').text()).toContain('La personne est à la table')
  await decide(shown)
  expect(sentOf('decision.record')[0]).not.toHaveProperty('tell')
})

it('whoever is invited and opens the page sits down; whoever has left is not seated again', async () => {
  outside.entities['team:t meeting'] = [meeting({ attendance: [] })]
  await page()
  expect(sentOf('meeting.attend')).toEqual([{ teamId: 't', meetingId: 'm', isThere: true }])
  mounted?.unmount()
  outside.sent.length = 0
  outside.entities['team:t meeting'] = [meeting({ attendance: [{ accountId: 'me', from: AT, to: AT }] })]
  const shown = await page()
  expect(outside.sent).toEqual([])
  expect(shown.text()).toContain('parti·e à')
})

it('a case that is ended keeps who was there, and the table goes on', async () => {
  await page()
  await named('Terminer cette situation')?.trigger('click')
  await flushPromises()
  expect(sentOf('agenda.conclude')).toEqual([
    {
      agendaItemId: 'a',
      participants: [{ accountId: 'me', name: 'Nadia', profession: 'coordinator', relation: null }],
    },
  ])
  expect(sentOf('meeting.turnTo').map(({ itemId }) => itemId)).toEqual(['elsewhere'])
})

it('before its day a meeting says when it is, and where it can be begun earlier', async () => {
  outside.entities['team:t meeting'] = [meeting({ status: 'planned', startsAt: '2026-03-16T12:00:00.000Z' })]
  const shown = await page()
  expect(shown.text()).toContain('Prévue : lundi 13:00.')
  expect(shown.text()).toContain('dans le menu de l’ordre du jour')
  expect(named('Commencer')).toBeUndefined()
})
