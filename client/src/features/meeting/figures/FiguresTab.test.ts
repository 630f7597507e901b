/** The figures of a year on the screen: what they are held against, what stands behind each, and the file. */
import type { MeetingFigures } from '@colloque/domain'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import TeamChoice from '../../../platform/team/TeamChoice.vue'
import { mountInApp } from '../../../testing/mountInApp.ts'
import FiguresTab from './FiguresTab.vue'
import type { Work } from './useWorkBehind.ts'
import WorkSheet from './WorkSheet.vue'

const YEAR = new Date().getFullYear()
const heldAt = (month: string) => `${YEAR}-${month}-12T12:00:00.000Z`

/** What the page reaches through: the replica, the query, and the file. */
const outside = vi.hoisted(() => ({
  figures: {} as unknown,
  asked: [] as unknown[],
  downloads: [] as string[],
  saved: [] as string[],
  sent: [] as object[],
  profession: 'coordinator',
  teamIds: ['t'],
}))
vi.mock('../../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => {
    const meeting = (id: string, month: string, accountIds: string[]) => ({
      ...{ id, rev: 1 },
      after: {
        ...{ title: 'Jeudi', startsAt: `${new Date().getFullYear()}-${month}-12T12:00:00.000Z` },
        attendance: accountIds.map((accountId) => ({ accountId, from: 'x', to: 'x' })),
      },
    })
    const entities: Record<string, unknown[]> = {
      'team:t meeting': [meeting('january', '01', ['me', 'ada']), meeting('march', '03', ['me'])],
      ...Object.fromEntries(
        outside.teamIds.map((id) => [`team:${id} careTeam`, [{ id, after: { name: `Maison ${id}` } }]]),
      ),
      'case:moreau decision': [
        {
          id: 'd',
          after: {
            ...{
              caseId: 'moreau',
              agendaItemId: 'item',
              text: 'Passer le soir',
              dueOn: null,
              taskId: 'task',
            },
            ...{ withdrawn: null, owner: { accountId: null, profession: 'nurse', outside: null } },
          },
        },
      ],
    }
    const listIn = (stream: string, type: string) => entities[`${stream} ${type}`] ?? []
    return {
      account: { id: 'me', teamIds: outside.teamIds },
      ...{ ready: true, connection: { connected: true }, cases: [{ id: 'moreau' }], listIn },
      team: [
        {
          ...{ teamId: 't', accountId: 'me', name: 'Nadia Ferhat', status: 'active' },
          profession: outside.profession,
        },
        { teamId: 't', accountId: 'ada', name: 'Ada', profession: 'nurse', status: 'active' },
      ],
      list: (caseId: string, type: string) => listIn(`case:${caseId}`, type),
      find: () => undefined,
      nameOfCase: () => 'MOREAU Louise',
      person: () => ({ name: 'Nadia Ferhat' }),
      send: (_name: string, input: object) => {
        outside.sent.push(input)
        return Promise.resolve({})
      },
    }
  },
}))
vi.mock('../../../platform/client.ts', () => ({
  useClient: () => ({
    api: {
      query: (_name: string, params: object, search: object) => {
        outside.asked.push({ ...params, ...search })
        return Promise.resolve(outside.figures)
      },
      download: (path: string) => {
        outside.downloads.push(path)
        return Promise.resolve(new Blob(['x']))
      },
    },
  }),
}))
vi.mock('../../../platform/saveFile.ts', () => ({
  saveFile: (_file: Blob, name: string) => outside.saved.push(name),
}))

const figures = (over: Partial<MeetingFigures> = {}): MeetingFigures => ({
  ...{ year: YEAR, version: 'ACI 2017, avenant 1 (2022)', distinctPatients: 2, share: 0.1 },
  of: { patients: 20, by: 'me', at: heldAt('03') },
  meetings: [
    { id: 'january', title: 'Jeudi', startsAt: heldAt('01'), cases: 4, filed: 1 },
    { id: 'march', title: 'Jeudi', startsAt: heldAt('03'), cases: 3, filed: 2 },
  ],
  filed: [
    { meetingId: 'january', caseId: 'moreau', agendaItemId: 'item', decisions: 1, carriedOut: 0 },
    { meetingId: 'march', caseId: null, agendaItemId: null, decisions: 2, carriedOut: 1 },
  ],
  attendance: [
    { profession: 'coordinator', people: 1, presences: 2 },
    { profession: 'nurse', people: 1, presences: 1 },
  ],
  decisions: { made: 3, carriedOut: 1, late: 1 },
  met: { meetings: false, share: true },
  ...over,
})

beforeEach(() => {
  document.body.innerHTML = ''
  Object.assign(outside, { figures: figures(), asked: [], downloads: [], saved: [], sent: [] })
  outside.profession = 'coordinator'
  outside.teamIds = ['t']
})
async function tab() {
  const mounted = mountInApp(FiguresTab)
  await flushPromises()
  return mounted
}
const workIn = (mounted: Awaited<ReturnType<typeof tab>>) =>
  mounted.getComponent(WorkSheet).props('work') as Work
async function look(mounted: Awaited<ReturnType<typeof tab>>, label: RegExp) {
  const button = mounted
    .findAll('button')
    .find((one) => label.test(`${one.attributes('aria-label') ?? ''} ${one.text()}`))
  await button?.trigger('click')
  await flushPromises()
}

it('holds what is counted against its thresholds, and says where they come from', async () => {
  const text = (await tab()).text()
  expect(text).toMatch(/Concertations tenues.*au moins 6 dans l’année.*pas encore atteint/s)
  expect(text).toMatch(/10\s%\sde 20 patients.*seuil : 5\s%/s)
  expect(text).toContain('seuil atteint')
  expect(text).toMatch(/Décisions réalisées\s*1 en retard\s*1 sur 3/)
  expect(text).toContain('arrêté du 24 juillet 2017')
  expect(text).toContain('2 présences, 1 personne')
})

it('a figure opens on its work; of cases that are not one’s own, how many there are', async () => {
  const mounted = await tab()
  await look(mounted, /^Patients distincts/)
  const { lines, hidden, what } = workIn(mounted)
  expect(what).toBe('2 comptes rendus rangés. Patients distincts : 2')
  expect(lines).toMatchObject([{ title: 'MOREAU Louise', to: '/situations/moreau/concertations/item' }])
  expect(hidden).toBe('Et 1 compte rendu d’une situation dont vous n’êtes pas du cercle.')
})

it('decisions lead to their tasks, attendance to the meetings with the names', async () => {
  const mounted = await tab()
  await look(mounted, /^Décisions réalisées/)
  expect(workIn(mounted)).toMatchObject({
    lines: [{ title: 'MOREAU Louise · Passer le soir', to: '/taches?tache=task' }],
    hidden: expect.stringContaining('Et 2 décisions de situations') as string,
  })
  await look(mounted, /infirmier·ère/)
  expect(workIn(mounted).lines).toMatchObject([{ meta: 'Ada', to: '/concertations/january' }])
})

it('without a count of patients the share is not known, and whoever manages the team says it', async () => {
  outside.figures = figures({ of: null, share: null, met: { meetings: false, share: null } })
  const mounted = await tab()
  expect(mounted.text()).toContain('Part inconnue')
  expect(mounted.text()).toContain('Indiquer ce nombre')
  mounted.unmount()
  outside.profession = 'nurse'
  const other = await tab()
  expect(other.text()).not.toContain('Indiquer ce nombre')
  expect(other.text()).toContain('La coordination ou un administrateur')
})

it('is saved as a file for a spreadsheet, of the year that is shown', async () => {
  const mounted = await tab()
  await look(mounted, /Exporter en CSV/)
  expect(outside.downloads).toEqual([`/teams/t/meeting-figures.csv?year=${YEAR}`])
  expect(outside.saved).toEqual([`concertations-${YEAR}.csv`])
})

it('whoever is in several teams chooses the one that is counted; the others are not asked', async () => {
  expect((await tab()).find('[aria-label=Équipe]').exists()).toBe(false)
  outside.teamIds = ['t', 'u']
  const mounted = await tab()
  expect(mounted.get('[aria-label=Équipe]').text()).toBe('Maison t')
  mounted.getComponent(TeamChoice).vm.$emit('update:modelValue', 'u')
  await vi.waitFor(() => expect(outside.asked.at(-1)).toEqual({ id: 'u', year: YEAR }))
  await look(mounted, /Exporter en CSV/)
  expect(outside.downloads).toEqual([`/teams/u/meeting-figures.csv?year=${YEAR}`])
})
