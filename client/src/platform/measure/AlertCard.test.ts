/** A reading that crossed its threshold on the screen: what it says to whom, and the two acts. */
import { DEFAULT_THRESHOLDS, DomainError, type Measurement, type ReadingAlert } from '@colloque/domain'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { mountInApp } from '../../testing/mountInApp.ts'
import AlertCard from './AlertCard.vue'

/** What the card reads, sends and says. */
const outside = vi.hoisted(() => ({
  measurements: [] as { id: string; after: unknown }[],
  sent: [] as { name: string; input: object }[],
  said: [] as string[],
  basis: 'team',
  refusal: undefined as Error | undefined,
}))
vi.mock('../useSay.ts', () => ({ useSay: () => (words: string) => outside.said.push(words) }))
vi.mock('../useWorkspace.ts', () => ({
  useWorkspace: () => ({
    ...{ account: { id: 'helene' }, connection: { connected: true }, isSending: () => false },
    list: (_caseId: string, type: string) => (type === 'measurement' ? outside.measurements : []),
    membership: () => ({
      ...{ accountId: 'helene', profession: 'physician', role: 'member', status: 'active', view: 'case' },
      basis: outside.basis,
    }),
    find: (_caseId: string, _type: string, id: string) => outside.measurements.find((one) => one.id === id),
    nameOfCase: () => 'TRÉHET Yvonne',
    patientCase: () => ({ patient: { phone: '05 36 49 27 14' } }),
    person: (id: string) =>
      ({ helene: { name: 'Hélène Castaing' }, linh: { name: 'Linh Phan' }, maelle: { name: 'Maëlle' } })[id],
    async send(name: string, input: object) {
      outside.sent.push({ name, input })
      if (outside.refusal) throw outside.refusal
      return {}
    },
  }),
}))

const AT = '2026-03-09T08:04:00.000Z'
const measured: Measurement = {
  ...{ caseId: 'c', kind: 'inr', value: 6.2, value2: null, takenAt: AT, takenBy: 'maelle', messageId: null },
}
const alert = (over: Partial<ReadingAlert> = {}) => ({
  ...{ id: 'a', type: 'readingAlert', rev: 1 },
  after: {
    ...{ caseId: 'c', kind: 'inr', rule: DEFAULT_THRESHOLDS.inr.rules[1]!, thresholdBy: null },
    source: DEFAULT_THRESHOLDS.inr.source,
    readings: [{ measurementId: 'm', takenAt: AT, takenBy: 'maelle' }],
    ...{ raisedAt: AT, status: 'open', charge: null, closed: null, asked: ['helene', 'linh'], askedAt: AT },
    ...{ escalation: null },
    ...over,
  },
})
const card = (over: Partial<ReadingAlert> = {}) => mountInApp(AlertCard, { props: { alert: alert(over) } })
const button = (mounted: ReturnType<typeof card>, name: string) =>
  mounted.findAll('button').find((one) => one.text() === name)

beforeEach(() => {
  outside.measurements = [{ id: 'm', after: measured }]
  outside.sent.length = outside.said.length = 0
  outside.refusal = undefined
  outside.basis = 'team'
})

it('says what was measured, which rule of whom it crossed, what to do and who else was told', () => {
  const words = card().text()
  for (const said of ['INR\u00A06,2', 'Règle : 6,0 ou plus, tout de suite', 'HAS/GEHT', 'vitamine K'])
    expect(words).toContain(said)
  expect(words).toContain('Prévenus aussi : Linh Phan')
  expect(words).toContain('05 36 49 27 14')
})

it('names the prescriber whose threshold it is', () => {
  const words = card({ thresholdBy: { by: 'helene', at: AT }, source: null }).text()
  expect(words).toContain('Seuils réglés par Hélène Castaing')
})

it('says of a reading that was erased that it was, and nothing of its value', () => {
  outside.measurements = []
  const words = card().text()
  expect(words).toContain('Mesure effacée')
  expect(words).not.toContain('6,2')
})

it('is taken in charge by one gesture', async () => {
  await button(card(), 'Je m’en charge')?.trigger('click')
  expect(outside.sent).toEqual([{ name: 'readingAlert.takeCharge', input: { alertId: 'a' } }])
  expect(outside.said).toEqual([])
})

it('tells the second one calmly who was first', async () => {
  outside.refusal = new DomainError('already_claimed', { by: 'linh', at: AT })
  await button(card(), 'Je m’en charge')?.trigger('click')
  await flushPromises()
  expect(outside.said).toEqual([expect.stringMatching(/^Pris en charge par Linh Phan à .*9:04$/)])
})

it('that somebody else has in charge asks nobody to take it', () => {
  const mounted = card({ status: 'inCharge', charge: { by: 'linh', at: AT } })
  expect(button(mounted, 'Je m’en charge')).toBeUndefined()
  expect(mounted.text()).toContain('Pris en charge par Linh Phan')
})

it('once closed, says what was done and asks nothing', () => {
  const closed = { by: 'linh', at: AT, outcome: 'Prise sautée' }
  const mounted = card({ status: 'closed', charge: { by: 'linh', at: AT }, closed })
  expect(mounted.text()).toContain('Prise sautée')
  expect(button(mounted, 'C’est fait…')).toBeUndefined()
})

it('offers nothing to whoever reads in an emergency', () => {
  outside.basis = 'emergency'
  const mounted = card()
  expect(mounted.text()).toContain('INR\u00A06,2')
  expect(button(mounted, 'Je m’en charge')).toBeUndefined()
})
