/** Writing a protocol: what is refused is said at its step, the order is made with the keyboard, nobody's words are lost. */
import { DomainError, SHIPPED_PROTOCOLS, type Protocol, type ProtocolContent } from '@colloque/domain'
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { mountInApp } from '../../../testing/mountInApp.ts'
import { contentOf, type HeldProtocol } from '../library/library.ts'
import ProtocolEditor from './ProtocolEditor.vue'

const outside = vi.hoisted(() => ({
  sent: [] as { name: string; input: Record<string, unknown> }[],
  refusal: undefined as Error | undefined,
}))
vi.mock('../../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => ({
    account: { id: 'helene', name: 'Hélène Castaing', profession: 'physician', teamIds: ['t'] },
    ...{ connection: { connected: true }, team: [], listIn: () => [] },
    person: (id: string) => ({ maelle: { name: 'Maëlle Le Gallic' } })[id],
    async send(name: string, input: Record<string, unknown>) {
      outside.sent.push({ name, input })
      if (outside.refusal) throw outside.refusal
      return { id: 'ours', version: 2 }
    },
  }),
}))

const AT = '2026-03-02T08:00:00.000Z'
const [shipped] = SHIPPED_PROTOCOLS
if (!shipped) throw new Error('The first shipped protocol is that of anticoagulants.')
const held = (over: Partial<Protocol> = {}): HeldProtocol => ({
  ...{ id: 'ours', rev: 4 },
  protocol: {
    ...contentOf(shipped),
    ...{ teamId: 't', version: 1, basedOn: null, follows: null, saved: { by: 'maelle', at: AT } },
    ...{ adoptions: [], disagreements: [], readBy: [], reviewOn: null, retired: null },
    ...over,
  },
})
const editor = (of?: HeldProtocol) =>
  mountInApp(ProtocolEditor, {
    props: of ? { held: of } : { teamId: 't' },
    global: { stubs: { DraftNotes: true } },
  })
type Mounted = ReturnType<typeof editor>
const rows = (mounted: Mounted) => mounted.findAll('[data-step]').map((row) => row.attributes('data-step'))
const row = (mounted: Mounted, key: string) => mounted.get(`[data-step=${key}]`)
const save = async (mounted: Mounted) => {
  await mounted.get('form').trigger('submit')
  await flushPromises()
}
const saved = () =>
  outside.sent.find(({ name }) => name === 'protocol.save')?.input as ProtocolContent & {
    rev?: number
  }

enableAutoUnmount(afterEach)
beforeEach(() => {
  outside.sent.length = 0
  outside.refusal = undefined
  localStorage.clear()
})

describe('what is refused', () => {
  it('a new one that says nothing is not sent: each field says what is missing', async () => {
    const mounted = editor()
    await save(mounted)
    expect(outside.sent).toEqual([])
    const words = mounted.text()
    for (const said of [
      'Donnez un nom au protocole',
      'Dites quand le commencer',
      'Dites ce qui est à faire à cette étape',
      'Dites quelle profession fait cette étape',
    ])
      expect(words).toContain(said)
  })

  it('steps that wait for each other are named, each at its place, and nothing is sent', async () => {
    const circle = contentOf(shipped).steps.map((step) =>
      step.key === 'dose'
        ? { ...step, when: [...step.when, { on: 'step', step: 'dire', offset: { hours: 1 } } as const] }
        : step,
    )
    const mounted = editor(held({ steps: circle }))
    await save(mounted)
    expect(outside.sent).toEqual([])
    expect(row(mounted, 'dose').text()).toMatch(/s’attendent sans fin : « Dire la nouvelle dose/)
    expect(row(mounted, 'dire').text()).toMatch(/s’attendent sans fin : « Adapter la dose/)
    expect(row(mounted, 'bilan').text()).not.toContain('sans fin')
  })

  it('what only the server refuses stands at its step too', async () => {
    outside.refusal = new DomainError('invalid', { field: 'steps', why: 'unknown_rule', keys: ['dose'] })
    const mounted = editor(held())
    await save(mounted)
    expect(row(mounted, 'dose').text()).toContain('attend un seuil que le protocole n’a pas')
    expect(mounted.text()).toContain('Rien n’est enregistré')
  })
})

describe('the order of the steps', () => {
  it('is made with Alt and an arrow, and said', async () => {
    const mounted = editor(held())
    const [first, second] = rows(mounted)
    await row(mounted, second!).get('button').trigger('keydown', { key: 'ArrowUp', altKey: true })
    expect(rows(mounted).slice(0, 2)).toEqual([second, first])
    expect(useAnnouncer().text).toMatch(/étape 1 sur 9/)
  })

  it('is saved as it stands, with what was read', async () => {
    const mounted = editor(held())
    const [first, second] = rows(mounted)
    await row(mounted, first!).get('[aria-label^="Descendre"]').trigger('click')
    await save(mounted)
    expect(
      saved()
        .steps.slice(0, 2)
        .map(({ key }) => key),
    ).toEqual([second, first])
    expect(saved()).toMatchObject({ protocolId: 'ours', rev: 4, teamId: 't' })
    expect(mounted.emitted('close')).toEqual([['ours']])
  })

  it('a step that is taken out can be put back; what waited for it alone says so', async () => {
    const mounted = editor(held())
    await row(mounted, 'prise-de-sang').get('[aria-label^="Retirer l’étape"]').trigger('click')
    expect(rows(mounted)).not.toContain('prise-de-sang')
    await save(mounted)
    expect(row(mounted, 'resultat').text()).toContain('sans condition, personne ne la fera')
  })

  it('a new step comes last, opened', async () => {
    const mounted = editor(held())
    await mounted
      .findAll('button')
      .find((one) => one.text() === 'Ajouter une étape')
      ?.trigger('click')
    await nextTick()
    const last = rows(mounted).at(-1)!
    expect(row(mounted, last).get('button').attributes('aria-expanded')).toBe('true')
    expect(row(mounted, last).find('textarea').exists()).toBe(true)
  })
})

describe('a colleague who saves meanwhile', () => {
  const theirs = () => held({ version: 2, purpose: 'Pour les valves', saved: { by: 'maelle', at: AT } })

  it('changes nothing under a hand that writes: what they did waits, then is taken in beside one’s own', async () => {
    const mounted = editor(held())
    await mounted
      .findAll('input')
      .find(({ element }) => element.value === shipped.name)
      ?.setValue('AVK, le nôtre')
    await mounted.setProps({ held: theirs() })
    expect(mounted.text()).toContain('Maëlle Le Gallic a enregistré la version 2')
    await save(mounted)
    expect(outside.sent).toEqual([])
    await mounted
      .findAll('button')
      .find((one) => one.text() === 'Les reprendre ici')
      ?.trigger('click')
    await save(mounted)
    expect(saved()).toMatchObject({ name: 'AVK, le nôtre', purpose: 'Pour les valves' })
  })

  it('is simply there where one has written nothing', async () => {
    const mounted = editor(held())
    await mounted.setProps({ held: theirs() })
    expect(mounted.text()).not.toContain('a enregistré la version 2')
    await save(mounted)
    expect(saved()).toMatchObject({ purpose: 'Pour les valves' })
  })
})

it('what somebody stands for is not changed: the next version is prepared beside it', () => {
  const adoptions = [{ by: 'maelle', at: AT, name: 'Maëlle Le Gallic', profession: 'nurse' as const }]
  const words = editor(held({ adoptions })).text()
  expect(words).toContain('préparer la version 2')
  expect(words).toContain('La version adoptée reste en vigueur')
})
