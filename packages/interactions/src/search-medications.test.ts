import { AtcSchema } from '@colloque/domain'
import { describe, expect, test } from 'vitest'
import { COMMON_MEDICATIONS, searchMedications } from './index.ts'

const namesFor = (query: string, limit?: number) => searchMedications(query, limit).map(({ name }) => name)

describe('search as one types', () => {
  test.each([
    ['the beginning of the name', 'apix', 'Apixaban 5 mg, comprimé'],
    ['no accents', 'levothyroxi', 'Lévothyroxine 75 µg, comprimé'],
    ['capitals and accents', 'PARACÉTAMOL 1 G', 'Paracétamol 1 g, comprimé'],
    ['the name on the box', 'kardegic', 'Acide acétylsalicylique 75 mg, sachet'],
    ['a ligature', 'œstro', 'Estradiol 0,06 %, gel'],
    ['a second word of the name', 'acetylsalicylique 500', 'Acide acétylsalicylique 500 mg, comprimé'],
    ['words in any order', 'hydro rami', 'Ramipril + hydrochlorothiazide 5 mg/12,5 mg, comprimé'],
    ['a letter too many', 'simmvasta', 'Simvastatine 20 mg, comprimé'],
    ['a letter missing', 'furosmide', 'Furosémide 40 mg, comprimé'],
    ['a wrong letter', 'bisoprelol', 'Bisoprolol 2,5 mg, comprimé'],
    ['two letters swapped', 'ibuporfene', 'Ibuprofène 400 mg, comprimé'],
    ['a wrong first letter', 'zertraline', 'Sertraline 50 mg, gélule'],
  ])('finds by %s', (_, query, first) => {
    expect(namesFor(query)[0]).toBe(first)
  })

  test('puts what begins with the words before what holds them', () => {
    const names = namesFor('amlo')
    expect(names[0]).toBe('Amlodipine 5 mg, comprimé')
    expect(names).toContain('Périndopril + amlodipine 5 mg/5 mg, comprimé')
  })

  test('guesses at typos only where nothing is found as typed', () => {
    expect(namesFor('doli')).toEqual(['Paracétamol 1 g, comprimé'])
  })

  test.each(['', '   ', '?!', 'xyz', 'abc paracétamol', 'smivasttaine', 'zol xxx'])(
    'finds nothing for "%s"',
    (query) => {
      expect(namesFor(query)).toEqual([])
    },
  )

  test('gives no more than asked for', () => {
    expect(namesFor('a', 3)).toHaveLength(3)
    expect(namesFor('a')).toHaveLength(10)
  })
})

describe('the common medications', () => {
  test('have an ATC code, substances, and a name of their own', () => {
    for (const { name, atc, substances } of COMMON_MEDICATIONS) {
      expect(AtcSchema.safeParse(atc).success, name).toBe(true)
      expect(substances.length, name).toBeGreaterThan(0)
    }
    expect(new Set(COMMON_MEDICATIONS.map(({ name }) => name)).size).toBe(COMMON_MEDICATIONS.length)
  })
})
