/** A protocol at work on a case, on the screen: its start, its state in the summary, its page. */
import {
  DEFAULT_THRESHOLDS,
  newTask,
  SHIPPED_PROTOCOLS,
  type Protocol,
  type ProtocolRun,
  type Task,
} from '@colloque/domain'
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import RunChip from '../../../platform/run/RunChip.vue'
import { mountInApp } from '../../../testing/mountInApp.ts'
import { contentOf } from '../library/library.ts'
import CaseRuns from './CaseRuns.vue'
import RunPage from './RunPage.vue'
import StartRun from './StartRun.vue'

const outside = vi.hoisted(() => ({
  entities: {} as Record<string, { id: string; rev?: number; after: unknown }[]>,
  profession: 'physician',
  sent: [] as { name: string; input: Record<string, unknown> }[],
}))
vi.mock('../../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => {
    const listIn = (_stream: string, type: string) => outside.entities[type] ?? []
    const list = (_caseId: string, type: string) => listIn('', type)
    return {
      account: { id: 'me', name: 'Moi', profession: outside.profession, teamIds: ['t'] },
      ...{ connection: { connected: true }, team: [], listIn, list },
      find: (_caseId: string, type: string, id: string) => listIn('', type).find((one) => one.id === id),
      patientCase: () => ({ status: 'open', patient: {} }),
      nameOfCase: () => 'LAFARGUE Raymond',
      person: (id: string) =>
        ({ maelle: { name: 'Maëlle Le Gallic' }, helene: { name: 'Hélène Castaing' } })[id],
      readers: () => [{ after: { profession: 'physician' } }, { after: { profession: 'nurse' } }],
      membership: () => ({
        ...{ accountId: 'me', profession: outside.profession, role: 'member', status: 'active' },
        ...{ view: 'case', basis: 'team' },
      }),
      isSending: () => false,
      async send(name: string, input: Record<string, unknown>) {
        outside.sent.push({ name, input })
        return { id: 'run' }
      },
    }
  },
}))

const [shipped] = SHIPPED_PROTOCOLS
if (!shipped) throw new Error('The first shipped protocol is that of anticoagulants.')
const START = '2026-03-02T08:00:00.000Z'
const adoption = (by: string, profession: 'physician' | 'nurse') => ({ by, at: START, name: by, profession })

const protocol = (over: Partial<Protocol> = {}): Protocol => ({
  ...contentOf(shipped),
  ...{ teamId: 't', version: 1, basedOn: null, follows: null, saved: { by: 'maelle', at: START } },
  ...{ adoptions: [adoption('helene', 'physician'), adoption('maelle', 'nurse')], disagreements: [] },
  ...{ readBy: [], reviewOn: null, retired: null },
  ...over,
})
const run = (over: Partial<ProtocolRun> = {}) => ({
  id: 'run',
  after: {
    ...{
      caseId: 'c',
      protocolId: 'p',
      version: 1,
      content: contentOf(shipped),
      targets: {},
      startsAt: START,
    },
    ...{ started: { by: 'helene', at: START }, until: null, status: 'running', ended: null },
    ...{ steps: [], streaks: {}, thresholdIds: [], delegationIds: [] },
    ...over,
  },
})
const task = (step: string, over: Partial<Task>) => ({
  id: step,
  after: newTask({
    ...{ caseId: 'c', title: shipped.steps.find(({ key }) => key === step)?.title ?? step },
    ...{ createdBy: 'helene', createdAt: START, run: { id: 'run', step }, forProfession: 'nurse' },
    ...over,
  }),
})
const inr = (id: string, value: number, takenAt: string) => ({
  id,
  after: {
    ...{ caseId: 'c', kind: 'inr', value, value2: null, takenAt, takenBy: 'maelle', messageId: null },
  },
})
const alert = {
  id: 'alert',
  after: {
    ...{ caseId: 'c', kind: 'inr', rule: DEFAULT_THRESHOLDS.inr.rules[2]!, thresholdBy: null, source: null },
    readings: [{ measurementId: 'm', takenAt: '2026-03-05T09:00:00.000Z', takenBy: 'maelle' }],
    ...{ raisedAt: '2026-03-05T09:00:00.000Z', status: 'open', charge: null, closed: null },
    ...{ asked: ['me'], askedAt: START, escalation: null },
  },
}

enableAutoUnmount(afterEach)
beforeEach(() => {
  outside.sent.length = 0
  outside.profession = 'physician'
  outside.entities = reactive({
    protocol: [{ id: 'p', rev: 1, after: protocol() }],
    careTeam: [{ id: 't', after: {} }],
    protocolRun: [run()],
    task: [
      task('bilan', { status: 'done', ended: { by: 'helene', at: '2026-03-02T12:00:00.000Z' } }),
      task('resultat', {
        ...{ status: 'done', ended: { by: 'maelle', at: '2026-03-05T09:00:00.000Z' } },
        measurementIds: ['m'],
      }),
      task('prise-de-sang', { dueAt: '2099-03-10T11:00:00.000Z' }),
      task('dose', { dueAt: '2026-03-05T15:00:00.000Z', forProfession: 'physician' }),
    ],
    measurement: [inr('m', 4.2, '2026-03-05T09:00:00.000Z')],
    readingAlert: [alert],
  })
})

const texts = (root: ParentNode = document) =>
  [...root.querySelectorAll('button')].map(({ textContent }) => textContent?.trim() ?? '')
const press = async (name: string | RegExp) => {
  const found = [...document.querySelectorAll('button')].find(({ textContent }) =>
    typeof name === 'string' ? textContent?.trim() === name : name.test(textContent ?? ''),
  )
  found?.click()
  await flushPromises()
}

describe('the summary', () => {
  it('says how far each protocol is: what is late, the last reading beside its target, what waits to be seen', () => {
    const words = mountInApp(RunChip, { props: { caseId: 'c', runId: 'run' } }).text()
    expect(words).toContain(shipped.name)
    expect(words).toMatch(/en cours depuis .*2 mars/)
    expect(words).toMatch(/Prochaine étape : Adapter la dose.*pour un·e médecin/)
    expect(words).toMatch(/Échéance dépassée/)
    expect(words).toMatch(/INR\s4,2, au-dessus de la cible/)
    expect(words).toContain('1 mesure à voir')
  })

  it('one that was stopped says by whom and why', () => {
    const ended = { by: 'helene', at: START, reason: 'Le traitement a changé' }
    outside.entities['protocolRun'] = [run({ status: 'ended', ended })]
    const words = mountInApp(CaseRuns, { props: { caseId: 'c' } }).text()
    expect(words).toMatch(/arrêté par Hélène Castaing.* : Le traitement a changé/)
    expect(words).not.toContain('Prochaine étape')
  })

  it('a card whose run is gone says so', () => {
    expect(mountInApp(RunChip, { props: { caseId: 'c', runId: 'other' } }).text()).toContain('n’est plus là')
  })
})

describe('the page of a run', () => {
  const page = () => mountInApp(RunPage, { props: { caseId: 'c', runId: 'run' } })

  it('is a line of what was done, what crossed a threshold with what to do, what is late and what comes', () => {
    const words = page().text()
    const places = [
      'Bilan avant de commencer',
      'Résultat d’INR',
      'Adapter la dose',
      'Prise de sang pour l’INR',
    ].map((title) => words.indexOf(title, words.indexOf('Le déroulement')))
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(words).toMatch(/INR : seuil franchi.*sauter une prise/s)
    expect(words).toMatch(/Peut encore venir.*Dire la nouvelle dose/s)
  })

  it('names the version that it follows, and a newer one that does not touch it', () => {
    expect(page().text()).toContain('Suit la version 1')
    const retired = { by: 'maelle', at: START, reason: 'Version 2' }
    outside.entities['protocol'] = [
      { id: 'p', rev: 2, after: protocol({ retired }) },
      { id: 'p2', rev: 1, after: protocol({ version: 2, follows: 'p' }) },
    ]
    expect(page().text()).toContain('La version 2 est en vigueur depuis. Ce suivi reste sur la version 1.')
  })

  it('is stopped with a reason', async () => {
    page()
    await press('Arrêter…')
    await vi.waitFor(() => expect(texts()).toContain('Le traitement a changé'))
    expect(document.body.textContent).toContain('Ses 2 tâches ouvertes ne seront plus attendues')
    await press('Le traitement a changé')
    expect(outside.sent).toEqual([
      { name: 'run.end', input: { runId: 'run', reason: 'Le traitement a changé' } },
    ])
  })
})

describe('starting a protocol', () => {
  const sheet = async () => {
    mountInApp(StartRun, { props: { caseId: 'c' } })
    await flushPromises()
  }

  it('that is under way already is not offered again', async () => {
    await sheet()
    expect(document.body.textContent).toContain('Déjà en cours pour cette personne')
  })

  it('that sets thresholds is not offered to whoever does not prescribe', async () => {
    outside.entities['protocolRun'] = []
    outside.profession = 'nurse'
    await sheet()
    expect(document.body.textContent).toContain('une personne qui prescrit le commence')
  })

  it('says which tasks come first for whom, who is missing, and sends the target that was chosen', async () => {
    outside.entities['protocolRun'] = []
    await sheet()
    await press(new RegExp(shipped.name))
    const words = document.body.textContent ?? ''
    expect(words).toContain('Ce suivi gardera la version 1')
    expect(words).toMatch(/Prise de sang pour l’INR.*infirmier/s)
    expect(words).toMatch(/Personne de ces professions dans le cercle : .*secrétaire médical·e/)
    await press(/^\s*Commencer, \d tâches/)
    document.querySelector<HTMLFormElement>('#commencer-un-protocole')?.requestSubmit()
    await flushPromises()
    expect(outside.sent[0]).toMatchObject({
      name: 'run.start',
      input: { caseId: 'c', protocolId: 'p', targets: { inr: { from: 2, to: 3 } } },
    })
  })

  it('with nothing in force leads to the library', async () => {
    outside.entities['protocol'] = []
    await sheet()
    expect(document.body.textContent).toContain('Aucun protocole n’est en vigueur')
    expect(document.querySelector('a[href="/equipe/protocoles"]')).not.toBeNull()
  })
})
