/** The library on the screen: what stands where, who stands for it, what is asked of the reader. */
import { SHIPPED_PROTOCOLS, type Protocol } from '@colloque/domain'
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mountInApp } from '../../../testing/mountInApp.ts'
import TeamChoice from '../../../platform/team/TeamChoice.vue'
import ProtocolPage from '../view/ProtocolPage.vue'
import ShippedPage from '../view/ShippedPage.vue'
import { contentOf } from './library.ts'
import ProtocolsTab from './ProtocolsTab.vue'

/** What the pages read, by type, and what they send. */
const outside = vi.hoisted(() => ({
  protocols: [] as { id: string; rev: number; after: unknown }[],
  sent: [] as { name: string; input: Record<string, unknown> }[],
  teamIds: ['t'],
}))
vi.mock('../../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => ({
    account: {
      ...{ id: 'helene', name: 'Hélène Castaing', profession: 'physician' },
      teamIds: outside.teamIds,
    },
    connection: { connected: true },
    team: [
      { accountId: 'helene', name: 'Hélène Castaing', teamId: 't', status: 'active' },
      { accountId: 'maelle', name: 'Maëlle Le Gallic', teamId: 't', status: 'active' },
      { accountId: 'gone', name: 'Partie Ailleurs', teamId: 't', status: 'left' },
    ],
    listIn(stream: string, type: string) {
      const id = stream.replace('team:', '')
      if (type === 'careTeam') return [{ id, after: { name: `Maison ${id}` } }]
      return type === 'protocol'
        ? outside.protocols.filter(({ after }) => (after as Protocol).teamId === id)
        : []
    },
    person: (id: string) =>
      ({ helene: { name: 'Hélène Castaing' }, maelle: { name: 'Maëlle Le Gallic' } })[id],
    async send(name: string, input: Record<string, unknown>) {
      outside.sent.push({ name, input })
      return { id: 'made', version: 1 }
    },
  }),
}))

const AT = '2026-03-02T08:00:00.000Z'
const [shipped] = SHIPPED_PROTOCOLS
if (!shipped) throw new Error('The first shipped protocol is that of anticoagulants.')
const DOCTOR = { by: 'helene', at: AT, name: 'Hélène Castaing', profession: 'physician' } as const
const NURSE = { by: 'maelle', at: AT, name: 'Maëlle Le Gallic', profession: 'nurse' } as const

const protocol = (over: Partial<Protocol> = {}): Protocol => ({
  ...contentOf(shipped),
  ...{ teamId: 't', version: 1, basedOn: shipped.id, follows: null, saved: { by: 'maelle', at: AT } },
  ...{ adoptions: [], disagreements: [], readBy: [], reviewOn: null, retired: null },
  ...over,
})
const held = (id: string, over: Partial<Protocol> = {}) => ({ id, rev: 3, after: protocol(over) })
/** Without the text that is written together: it needs a connection. */
const STUBS = { global: { stubs: { DraftNotes: true } } }
const page = ({ id, rev, after }: ReturnType<typeof held>) =>
  mountInApp(ProtocolPage, { props: { held: { id, rev, protocol: after } }, ...STUBS })
const button = (mounted: ReturnType<typeof page>, name: string) =>
  mounted.findAll('button').find((one) => one.text() === name)
const sectionOf = (mounted: ReturnType<typeof page>, id: string) =>
  mounted.find(`section[aria-labelledby=${id}]`)

enableAutoUnmount(afterEach)
beforeEach(() => {
  outside.protocols = []
  outside.sent.length = 0
  outside.teamIds = ['t']
})

describe('the library', () => {
  it('without any says what comes next, and lists what ships', () => {
    const mounted = mountInApp(ProtocolsTab)
    expect(sectionOf(mounted, 'protocoles-en-vigueur').text()).toContain('Aucun protocole n’est en vigueur')
    for (const { name } of SHIPPED_PROTOCOLS)
      expect(sectionOf(mounted, 'protocoles-fournis').text()).toContain(name)
  })

  it('says of each its version, who adopted it when, who has read it, and calmly when its review is due', () => {
    outside.protocols = [
      held('ours', {
        ...{ name: 'Le nôtre', version: 3, adoptions: [DOCTOR, NURSE], reviewOn: '2025-01-06' },
        readBy: [{ by: 'maelle', at: AT }],
        disagreements: [{ by: 'maelle', at: AT, name: 'Maëlle', text: 'Trop tôt' }],
      }),
    ]
    const row = sectionOf(mountInApp(ProtocolsTab), 'protocoles-en-vigueur').text()
    for (const said of ['Le nôtre', 'Version 3', 'lu par 1 personne sur 2', 'pas encore lu par vous'])
      expect(row).toContain(said)
    expect(row).toMatch(/adopté par Hélène Castaing \(.*2 mars.*\), Maëlle Le Gallic/)
    expect(row).toMatch(/à revoir depuis .*6 janv/)
    expect(row).toContain('1 désaccord')
  })

  it('keeps what is being written and what was retired apart', async () => {
    outside.protocols = [
      held('draft', { name: 'Brouillon', adoptions: [NURSE] }),
      held('old', { name: 'Ancien', retired: { by: 'maelle', at: AT, reason: 'Version 2' } }),
    ]
    const mounted = mountInApp(ProtocolsTab)
    expect(sectionOf(mounted, 'protocoles-en-preparation').text()).toContain(
      'Il manque l’adoption d’une personne qui prescrit',
    )
    const retired = sectionOf(mounted, 'protocoles-retires')
    expect(retired.text()).not.toContain('Ancien')
    await retired.get('button').trigger('click')
    expect(retired.text()).toMatch(/Ancien.*retiré par Maëlle Le Gallic.*: Version 2/s)
  })
})

describe('the library of somebody in several teams', () => {
  beforeEach(() => (outside.teamIds = ['t', 'u']))

  async function inTheOther(id?: string) {
    const mounted = mountInApp(ProtocolsTab)
    mounted.getComponent(TeamChoice).vm.$emit('update:modelValue', 'u')
    await flushPromises()
    if (id) await mounted.setProps({ id })
    await flushPromises()
    return mounted
  }

  it('shows those of the team that is chosen, and no others', async () => {
    outside.protocols = [
      held('here', { name: 'D’ici', adoptions: [DOCTOR, NURSE] }),
      held('there', { teamId: 'u', name: 'De là', adoptions: [DOCTOR, NURSE] }),
    ]
    const first = sectionOf(mountInApp(ProtocolsTab), 'protocoles-en-vigueur').text()
    expect(first).toContain('D’ici')
    expect(first).not.toContain('De là')
    const other = sectionOf(await inTheOther(), 'protocoles-en-vigueur').text()
    expect(other).toContain('De là')
    expect(other).not.toContain('D’ici')
  })

  it('adopts what ships for the team that is chosen, and says which that is', async () => {
    const mounted = await inTheOther(shipped.id)
    await vi.waitFor(() => expect(mounted.text()).toContain('Maison u'))
    await button(mounted, 'Adopter')?.trigger('click')
    await flushPromises()
    const confirm = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent?.trim() === 'Adopter en mon nom',
    )
    confirm?.click()
    await flushPromises()
    expect(outside.sent.map(({ name, input }) => [name, input['teamId']])).toEqual([
      ['protocol.save', 'u'],
      ['protocol.adopt', 'u'],
    ])
  })
})

describe('a shipped protocol', () => {
  const shippedPage = () =>
    mountInApp(ShippedPage, { props: { entry: { shipped, own: undefined }, teamId: 't' } })

  it('is drawn as a line of steps: by whom, when, what is measured and what follows above and below', () => {
    const words = shippedPage().text().replaceAll('\u00A0', ' ')
    for (const said of [
      'secrétaire médical·e, avec : laboratoire',
      'Départ : J+3, matin',
      'Mesurer : INR',
      'INR au-dessus de la cible',
      'LOINC 6301-6',
      'sauter une prise',
      'RCP de la warfarine',
    ])
      expect(words).toContain(said)
    expect(words).toContain('1 fois, 4 jours après, matin ; 2 fois de suite, 7 jours après, matin')
  })

  it('adopted, becomes the team’s own and carries the name of who adopted it, once they have confirmed', async () => {
    const mounted = shippedPage()
    await button(mounted, 'Adopter')?.trigger('click')
    await flushPromises()
    expect(outside.sent).toEqual([])
    const confirm = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent?.trim() === 'Adopter en mon nom',
    )
    confirm?.click()
    await flushPromises()
    expect(outside.sent.map(({ name }) => name)).toEqual(['protocol.save', 'protocol.adopt'])
    expect(outside.sent[0]?.input).toMatchObject({ teamId: 't', basedOn: shipped.id })
    expect(outside.sent[0]?.input).not.toHaveProperty('id')
    expect(outside.sent[1]?.input).toEqual({ teamId: 't', protocolId: 'made', version: 1 })
  })

  it('is copied to be changed, under nobody’s name', async () => {
    await button(shippedPage(), 'Faire le nôtre')?.trigger('click')
    await flushPromises()
    expect(outside.sent.map(({ name }) => name)).toEqual(['protocol.save'])
  })
})

describe('a protocol of the team', () => {
  it('is read by one press, which is not asked twice', async () => {
    const mounted = page(held('ours', { adoptions: [NURSE] }))
    await button(mounted, 'J’ai pris connaissance')?.trigger('click')
    expect(outside.sent).toEqual([
      { name: 'protocol.read', input: { teamId: 't', protocolId: 'ours', version: 1 } },
    ])
    const read = page(held('ours', { readBy: [{ by: 'helene', at: AT }] }))
    expect(button(read, 'J’ai pris connaissance')).toBeUndefined()
  })

  it('shows who disagrees with what, beside who stands for it; who has not read it yet', () => {
    const words = page(
      held('ours', {
        adoptions: [DOCTOR, NURSE],
        disagreements: [{ by: 'maelle', at: AT, name: 'Maëlle Le Gallic', text: 'Contrôle trop tardif' }],
      }),
    ).text()
    expect(words).toContain('Contrôle trop tardif')
    expect(words).toContain('Pas encore : Hélène Castaing, Maëlle Le Gallic')
    expect(words).not.toContain('Partie Ailleurs')
  })

  it('says beside which version it stands, and compares them as a list of what changed', async () => {
    const before = held('first', { adoptions: [DOCTOR, NURSE] })
    const steps = before.after.steps.map((step, index) =>
      index === 0 ? { ...step, forProfession: 'nurse' as const } : step,
    )
    const next = held('second', { version: 2, follows: 'first', steps })
    outside.protocols = [before, next]
    expect(page(before).text()).toContain('La version 2 est en préparation')

    const mounted = page(next)
    await mounted.get('[aria-label="Comparer : Version 1"]').trigger('click')
    await flushPromises()
    const list = mounted.get('section[aria-label=Versions]').text()
    expect(list).toContain('qui le fait')
    expect(list).toMatch(/Version 1\s*médecin\s*Version 2\s*infirmier/)
  })

  it('retired, is read and nothing else', () => {
    const retired = { by: 'maelle', at: AT, reason: 'Version 2' }
    const mounted = page(held('old', { adoptions: [DOCTOR, NURSE], retired }))
    expect(mounted.text()).toContain('Version 1, retirée')
    expect(button(mounted, 'Adopter')).toBeUndefined()
  })
})
