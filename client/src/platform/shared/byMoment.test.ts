import { expect, it } from 'vitest'
import { byMoment, type SharedMedication } from './byMoment.ts'

const line = (name: string, over: Partial<SharedMedication>): SharedMedication => ({
  ...{ id: name, name, strength: null, posology: null, moments: null, since: '2026-01-01', endOn: null },
  ...over,
})

it('groups by the moments at which something is taken, and puts what has none last', () => {
  const treatment = [
    line('Kardégic', { moments: { morning: '1' } }),
    line('Doliprane', { posology: '1 si douleur, 3 par jour au plus' }),
    line('Furosémide', { moments: { morning: '2', noon: '1' } }),
  ]
  expect(
    byMoment(treatment).map(({ moment, lines }) => [
      moment,
      ...lines.map(({ dose, medication }) => `${dose} ${medication.name}`),
    ]),
  ).toEqual([
    ['morning', '1 Kardégic', '2 Furosémide'],
    ['noon', '1 Furosémide'],
    ['other', '1 si douleur, 3 par jour au plus Doliprane'],
  ])
})

it('has no group for nothing', () => expect(byMoment([])).toEqual([]))
