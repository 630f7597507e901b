import { DomainError, type Flag, type PlanContent } from '@colloque/domain'
import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, reactive } from 'vue'
import { allFrench } from '../../testing/allFrench.ts'
import { aPlan } from '../../testing/aPlan.ts'
import { createTranslations } from '../i18n.ts'
import { planHash } from './planHash.ts'
import { usePlanSigning, type OpenFlag } from './usePlanSigning.ts'

/** What the composable reaches through: the replica, the way out, one query and the question who one is. */
const outside = vi.hoisted(() => ({
  entities: {} as Record<string, unknown[]>,
  connected: true,
  sent: [] as { name: string; input: Record<string, unknown> }[],
  refusals: [] as Error[],
  plan: undefined as unknown,
  texts: new Map<string, string>(),
  proofs: [] as { anew?: boolean }[],
  proves: true,
}))
vi.mock('../useWorkspace.ts', () => ({
  useWorkspace: () => ({
    list: (_caseId: string, type: string) => outside.entities[type] ?? [],
    person: () => undefined,
    get connection() {
      return { connected: outside.connected }
    },
    send: (name: string, input: Record<string, unknown>) => {
      outside.sent.push({ name, input })
      const refusal = outside.refusals.shift()
      return refusal ? Promise.reject(refusal) : Promise.resolve({})
    },
  }),
}))
vi.mock('../client.ts', () => ({
  useClient: () => ({ api: { query: () => Promise.resolve(outside.plan) } }),
}))
vi.mock('./useSignedTexts.ts', () => ({
  useSignedTexts: () => ({
    load: (_caseId: string, id: string) => {
      const text = outside.texts.get(id) ?? ''
      return Promise.resolve({ text, content: JSON.parse(text) as PlanContent })
    },
  }),
}))
vi.mock('../proof/useProof.ts', async () => {
  const { proving } = await import('../proof/proving.ts')
  const ensureProof = (given: { anew?: boolean } = {}) => {
    outside.proofs.push(given)
    return Promise.resolve(outside.proves)
  }
  return { useProof: () => proving(ensureProof) }
})

const caseId = aPlan().caseId

function signing() {
  let made: ReturnType<typeof usePlanSigning> | undefined
  const Signing = defineComponent({
    setup() {
      made = usePlanSigning(caseId)
      return () => null
    },
  })
  mount(Signing, { global: { plugins: [createTranslations({ fr: allFrench }, 'fr')] } })
  return made!
}

const stands = (content: PlanContent, docSeq: number, last?: { id: string; textHash: string }) => {
  outside.plan = {
    plan: { versionId: last?.id ?? null },
    content,
    docSeq,
    versions: last ? [{ ...last, signed: { by: 'x', at: '2026-03-09T10:00:00.000Z' } }] : [],
  }
}
const severe = (id: string, rev = 1): OpenFlag =>
  ({ id, rev, after: { status: 'open', severity: 'AD', title: id } as Flag }) as OpenFlag
const conflict = (why: string) => new DomainError('conflict', { why })

beforeEach(() => {
  outside.entities = reactive({ carePlan: [{ id: 'p', after: { consent: { given: true } } }], flag: [] })
  Object.assign(outside, { connected: true, sent: [], refusals: [], proofs: [], proves: true })
  outside.texts.clear()
  stands(aPlan(), 7)
})

it('signs what was shown: its own hash of it, and the batch it stood at', async () => {
  const { load, sign } = signing()
  await load()
  expect(await sign()).toBe('signed')
  expect(outside.sent).toEqual([
    {
      name: 'plan.sign',
      input: { caseId, docSeq: 7, textHash: await planHash(aPlan()), acceptedFlags: [] },
    },
  ])
})

it('signs nothing before it was read, offline, or without a proof of identity', async () => {
  const { load, sign, notice } = signing()
  expect(await sign()).toBe('again')
  await load()
  outside.connected = false
  expect(await sign()).toBe('again')
  expect(notice.value).toContain('Pas de réseau')
  outside.connected = true
  outside.proves = false
  expect(await sign()).toBe('again')
  expect(notice.value).toContain('rien n’est signé')
  expect(outside.sent).toEqual([])
})

it('refuses to show a plan with a field that it does not know', async () => {
  stands({ ...aPlan(), later: 'x' } as PlanContent, 7)
  const { load, seen, notice } = signing()
  await expect(load()).rejects.toThrow()
  expect(seen.value).toBeUndefined()
  expect(notice.value).toContain('rien n’est signé')
})

it('waits until each severe flag is ticked, and sends each as it was seen', async () => {
  outside.entities.flag = [severe('one'), severe('two', 3)]
  const { load, sign, flags, tick, ticksLeft, canSign } = signing()
  await load()
  tick(flags.value[0]!, true)
  expect(ticksLeft.value).toBe(1)
  expect(await sign()).toBe('again')
  tick(flags.value[1]!, true)
  expect(canSign.value).toBe(true)
  expect(await sign()).toBe('signed')
  expect(outside.sent[0]?.input.acceptedFlags).toEqual([
    { id: 'one', rev: 1 },
    { id: 'two', rev: 3 },
  ])
})

it('forgets the tick of a flag that has changed, and keeps the others', async () => {
  outside.entities.flag = [severe('one'), severe('two')]
  const { load, flags, tick, isTicked } = signing()
  await load()
  flags.value.forEach((flag) => tick(flag, true))
  outside.entities.flag = [severe('one'), severe('two', 2)]
  expect(flags.value.map(isTicked)).toEqual([true, false])
})

it('shows what changed meanwhile, says so, and signs that the next time', async () => {
  const { load, sign, seen, notice } = signing()
  await load()
  outside.refusals = [conflict('changed_since_seen')]
  const now = aPlan({ allergies: 'Iode' })
  stands(now, 9)
  expect(await sign()).toBe('again')
  expect(notice.value).toContain('a changé pendant')
  expect(seen.value?.content).toEqual(now)
  expect(await sign()).toBe('signed')
  expect(outside.sent[1]?.input).toMatchObject({ docSeq: 9, textHash: await planHash(now) })
})

it('asks anew who one is when the ten minutes were over, once', async () => {
  const { load, sign } = signing()
  await load()
  outside.refusals = [conflict('proof_needed')]
  expect(await sign()).toBe('signed')
  expect(outside.proofs).toEqual([{}, { anew: true }])
  outside.refusals = [conflict('proof_needed'), conflict('proof_needed')]
  expect(await sign()).toBe('again')
})

it('does not sign without the agreement of the person', async () => {
  outside.entities.carePlan = [{ id: 'p', after: { consent: { given: false } } }]
  const { load, canSign } = signing()
  await load()
  expect(canSign.value).toBe(false)
})

it('holds the plan against the text that was signed, and against no other', async () => {
  const before = aPlan({ allergies: 'Aucune' })
  const last = { id: 'v1', textHash: await planHash(before) }
  const { canonicalText } = await import('@colloque/board')
  outside.texts.set('v1', canonicalText(before))
  stands(aPlan({ allergies: 'Iode' }), 9, last)
  const first = signing()
  await first.load()
  expect(first.seen.value?.differences.map(({ part }) => part)).toEqual(['person'])
  outside.texts.set('v1', canonicalText(aPlan({ allergies: 'Iode' })))
  const second = signing()
  await second.load()
  expect(second.seen.value?.isCompared).toBe(false)
})
