import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Medicine, QueryOutput } from '@colloque/contract'
import { COMMON_MEDICATIONS } from '@colloque/interactions'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { readBdpm } from './bdpm/read-bdpm.ts'
import { smallRows, writeBdpm } from './bdpm/testing/small-bdpm.ts'
import { createMedicinesStore, type MedicinesStore } from './medicines.store.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const at = new Date('2026-02-01T08:00:00Z')
let house: TestHouse
let other: Awaited<ReturnType<TestHouse['secondNode']>>
let nurse: TestPerson
let store: MedicinesStore
let folder: string

beforeAll(async () => {
  house = await startTestHouse()
  other = await house.secondNode()
  nurse = await house.person('Nora Nurse', 'nurse')
  store = createMedicinesStore(house.connection)
  folder = await mkdtemp(join(tmpdir(), 'colloque-bdpm-'))
})
afterAll(async () => {
  await house.stop()
  await rm(folder, { recursive: true })
})

const search = async (q: string, url = house.url): Promise<QueryOutput<'medicines'>> => {
  const answer = await fetch(`${url}/api/v1/medicines?${new URLSearchParams({ q }).toString()}`, {
    headers: { Authorization: `Bearer ${nurse.token}` },
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as QueryOutput<'medicines'>
}
const names = (items: readonly Medicine[]) => items.map(({ name }) => name)
const read = async () => {
  await writeBdpm(folder, smallRows())
  return await readBdpm(folder, { today: '2026-02-01' })
}
/** A node hears of an import when somebody searches after some seconds. */
const onEachNode = async (expectation: (url: string) => Promise<void>) => {
  for (const url of [house.url, other.url])
    await vi.waitFor(() => expectation(url), { timeout: 15_000, interval: 250 })
}
const stored = () => house.connection.db!.collection('medicines')

describe('without an import', () => {
  test('the list that ships is searched, and says so', async () => {
    const { items, source } = await search('levothirox 75')
    expect(items[0]).toEqual({
      cis: null,
      name: 'Lévothyroxine 75 µg, comprimé',
      form: 'comprimé',
      strength: '75 µg',
      atc: 'H03AA01',
      atcFrom: 'list',
      substances: ['lévothyroxine'],
      brands: expect.arrayContaining(['Levothyrox']),
      marketed: true,
    })
    expect(source).toEqual({
      name: 'Liste courte de Colloque',
      date: null,
      count: COMMON_MEDICATIONS.length,
    })
  })

  test.each(['', 'x'.repeat(101)])('« %s » is refused', async (q) => {
    expect(await nurse.get(`/medicines?q=${q}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid' } },
    })
  })

  test('nobody searches without having signed in', async () => {
    expect((await fetch(`${house.url}/api/v1/medicines?q=amox`)).status).toBe(401)
  })
})

describe('an import', () => {
  test('is found on every node, with its source and date', async () => {
    // Both have searched before: they hold the list that ships.
    for (const url of [house.url, other.url])
      expect(names((await search('essailine', url)).items)).toEqual([])
    await store.replace(await read(), { at })
    await onEachNode(async (url) => {
      const { items, source } = await search('esailine 1g', url)
      expect(items).toEqual([
        {
          cis: '60000001',
          name: 'ESSAILINE 1 g, comprimé',
          form: 'comprimé',
          strength: '1 g',
          atc: 'J01XX99',
          atcFrom: 'mitm',
          substances: ['essailine'],
          brands: [],
          marketed: true,
        },
      ])
      expect(source).toEqual({
        name: 'Base de données publique des médicaments',
        date: '2026-01-14',
        count: 9,
      })
    })
    expect(names((await search('amox 1g')).items)).toEqual([
      'Amoxicilline 1 g, comprimé',
      'Amoxicilline + acide clavulanique 1 g/125 mg, sachet',
      'AMOXICILLINE DES ESSAIS 1 g, comprimé dispersible',
      'AMOXICILLINE D’ARRÊT 1 g, comprimé',
    ])
  })

  test('made twice leaves the same', async () => {
    const before = await search('essailine')
    await store.replace(await read(), { at })
    expect(await stored().countDocuments({})).toBe(9)
    await onEachNode(async (url) => expect(await search('essailine', url)).toEqual(before))
  })

  test('that ended in the middle is never seen, and the next one clears it away', async () => {
    const bdpm = await read()
    const medicines = bdpm.medicines.map((one) => ({ ...one, name: `MOITIÉ ${one.name}` }))
    await stored().insertMany(
      medicines
        .slice(0, 4)
        .map((one) => ({ ...one, _id: `killed ${one.cis}`, generation: 'killed' })) as never,
    )
    const third = await house.secondNode()
    expect(names((await search('moitie', third.url)).items)).toEqual([])
    expect((await search('essailine', third.url)).source.count).toBe(9)
    await store.replace(bdpm, { at })
    expect(await stored().countDocuments({})).toBe(9)
  })

  test('that is interrupted or meets another one changes nothing', async () => {
    const [bdpm, before] = [await read(), await store.head()]
    const interrupted = { at, signal: AbortSignal.abort(new Error('stopped')) }
    await expect(store.replace(bdpm, interrupted)).rejects.toThrow('stopped')
    expect(await store.head()).toEqual(before)

    const both = await Promise.allSettled([store.replace(bdpm, { at }), store.replace(bdpm, { at })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    const head = await store.head()
    expect(await stored().countDocuments({ generation: head!.generation })).toBe(9)
  })

  test('of fewer medicines takes the others away', async () => {
    const bdpm = await read()
    await store.replace({ ...bdpm, medicines: bdpm.medicines.slice(1) }, { at })
    await onEachNode(async (url) => {
      expect(names((await search('essailine 1 g comprime', url)).items)).toEqual([])
      expect((await search('duopressine', url)).source.count).toBe(8)
    })
  })
})

test('one person cannot search without end', async () => {
  const eager = await house.person('Ella Eager', 'physician')
  const statuses: number[] = []
  for (let n = 0; n < 301; n++) statuses.push((await eager.get('/medicines?q=a&limit=1')).status)
  expect(statuses.slice(0, 300).every((status) => status === 200)).toBe(true)
  expect(statuses[300]).toBe(429)
})
