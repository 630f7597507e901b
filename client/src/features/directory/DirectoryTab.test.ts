/** The directory on the screen: found without accents, opened with all ways to reach somebody, changed with undo. */
import { newMeeting } from '@colloque/domain'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { buildEntry } from '../../platform/resource/testEntries.ts'
import { mountInApp } from '../../testing/mountInApp.ts'
import DirectoryTab from './DirectoryTab.vue'

const outside = vi.hoisted(() => ({
  entities: {} as Record<string, { id: string; rev: number; after: unknown }[]>,
  sent: [] as { name: string; input: Record<string, unknown> }[],
  undos: [] as (() => unknown)[],
}))
vi.mock('../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => ({
    ...{ account: { id: 'me', name: 'Nadia', profession: 'coordinator', teamIds: ['t'] } },
    ...{ ready: true, connection: { connected: true }, team: [{}], cases: [] },
    listIn: (stream: string, type: string) => outside.entities[`${stream} ${type}`] ?? [],
    list: () => [],
    person: (id: string) => ({ me: { name: 'Nadia Ferhat' }, rui: { name: 'Rui Esteves' } })[id],
    async send(name: string, input: Record<string, unknown>) {
      outside.sent.push({ name, input })
      return { id: 'new', notes: [{ id: 'n2', by: 'me' }] }
    },
  }),
}))
vi.mock('../../ui/useUndoToast.ts', () => ({
  useUndoToast: () => (_done: string, undo?: () => unknown) => {
    if (undo) outside.undos.push(undo)
    return { close: () => undefined }
  },
}))

const held = (id: string, after: unknown) => ({ id, rev: 3, after })
const vidal = buildEntry({
  ...{ name: 'Dr Édith Vidal', does: 'consultation mémoire', delay: 'six semaines' },
  ...{ hours: 'Lundi, 9 h à 12 h', access: 'Lettre du médecin traitant', meetingId: 'm' },
  notes: [
    { id: 'n0', by: 'rui', at: '2026-03-02T08:00:00.000Z', name: 'Rui Esteves', text: 'Appeler le mardi' },
    { id: 'n1', by: 'me', at: '2026-03-03T08:00:00.000Z', name: 'Nadia Ferhat', text: 'Demander Sonia' },
  ],
})
const helpers = buildEntry({ kind: 'homeHelp', name: 'Les Amis du domicile', phone: '02 61 91 00 10' })
const meeting = newMeeting({
  ...{
    teamId: 't',
    title: 'Jeudi',
    startsAt: '2026-02-12T12:00:00.000Z',
    minutes: 60,
    place: null,
    link: null,
  },
  ...{ chairId: 'me', called: { by: 'me', at: '2026-02-01T08:00:00.000Z' }, status: 'closed' },
  invited: [{ accountId: null, name: 'Mme Roux', profession: 'homeHelp', relation: null }],
})

beforeEach(() => {
  outside.sent.length = outside.undos.length = 0
  outside.entities = reactive({
    'team:t directoryEntry': [held('vidal', vidal), held('amis', helpers)],
    'team:t meeting': [held('m', meeting)],
  })
})

const tab = (id?: string) => mountInApp(DirectoryTab, { props: id ? { id } : {} })
const rows = (mounted: ReturnType<typeof tab>) =>
  mounted.findAll('[data-entry]').map((row) => row.attributes('data-entry'))
const press = (mounted: ReturnType<typeof tab>, name: string) =>
  mounted
    .findAll('button')
    .find((one) => one.text() === name)
    ?.trigger('click')

it('finds by words and by what a kind is called, without accents', async () => {
  const mounted = tab()
  expect(rows(mounted)).toEqual(['vidal', 'amis'])
  const search = mounted.get('input[type=search]')
  await search.setValue('memoire')
  expect(rows(mounted)).toEqual(['vidal'])
  await search.setValue('aide a domicile')
  expect(rows(mounted)).toEqual(['amis'])
  await search.setValue('zèbre')
  expect(rows(mounted)).toEqual([])
  expect(mounted.text()).toContain('Personne ne correspond à « zèbre ».')
  await press(mounted, 'Montrer tout l’annuaire')
  expect(rows(mounted)).toEqual(['vidal', 'amis'])
})

it('calls by a tap, and shows when, how and what the team knows', () => {
  const words = tab('vidal')
  const entry = words.get('article')
  expect(entry.get('a[href^="tel:"]').attributes('href')).toBe('tel:0199000010')
  for (const said of ['Lundi, 9 h à 12 h', 'six semaines', 'Lettre du médecin traitant', 'Appeler le mardi'])
    expect(entry.text()).toContain(said)
  expect(entry.text()).toContain('Rui Esteves')
  expect(entry.get('a[href="/concertations/m"]').text()).toMatch(/^Appris de la concertation du .*12 févr/)
})

it('takes a note, and takes it back; of notes only one’s own', async () => {
  const mounted = tab('vidal')
  expect(mounted.findAll('[aria-label^="Retirer ma note"]')).toHaveLength(1)
  await mounted.get('article textarea').setValue(' Porte du fond ')
  await mounted.get('article form').trigger('submit')
  await flushPromises()
  expect(outside.sent).toEqual([
    { name: 'directory.note', input: { teamId: 't', entryId: 'vidal', text: 'Porte du fond' } },
  ])
  await outside.undos[0]?.()
  expect(outside.sent[1]).toEqual({
    ...{ name: 'directory.removeNote', input: { teamId: 't', entryId: 'vidal', noteId: 'n2' } },
  })
})

it('is retired with a reason, and put back by the undo', async () => {
  const mounted = tab('amis')
  await press(mounted, 'Retirer…')
  await flushPromises()
  const reason = [...document.querySelectorAll('button')].find((one) =>
    one.textContent.includes('A cessé son activité'),
  )
  reason?.click()
  await flushPromises()
  expect(outside.sent).toMatchObject([
    { name: 'directory.retire', input: { entryId: 'amis', reason: 'A cessé son activité' } },
  ])
  await outside.undos[0]?.()
  expect(outside.sent[1]).toMatchObject({ name: 'directory.restore', input: { entryId: 'amis' } })
  mounted.unmount()
})

it('says who retired an entry and why, and offers to put it back; nobody finds it in the list', () => {
  const retired = { by: 'rui', at: '2026-03-04T08:00:00.000Z', reason: 'Retraite' }
  outside.entities['team:t directoryEntry'] = [held('vidal', { ...vidal, retired }), held('amis', helpers)]
  const mounted = tab('vidal')
  expect(rows(mounted)).toEqual(['amis'])
  expect(mounted.get('article').text()).toContain('Retirée par Rui Esteves')
  expect(mounted.get('article').text()).toContain('Remettre')
  expect(mounted.text()).toContain('1 fiche retirée')
})

it('offers whoever a meeting has brought, and nobody whom it knows', () => {
  const mounted = tab()
  expect(mounted.get('[aria-labelledby=vus-en-concertation]').text()).toContain('Mme Roux, aide à domicile')
  outside.entities['team:t directoryEntry'] = [held('roux', buildEntry({ name: 'Mme Roux' }))]
  expect(tab().find('[aria-labelledby=vus-en-concertation]').exists()).toBe(false)
})

it('that is empty says what comes next', () => {
  outside.entities = { 'team:t meeting': [] }
  const mounted = tab()
  expect(mounted.text()).toContain('L’annuaire est vide pour le moment.')
  expect(mounted.find('input[type=search]').exists()).toBe(false)
})
