import { describe, expect, test } from 'vitest'
import { checkInteractions, RULE_SOURCE, type InteractionRule, type MedicationToCheck } from './index.ts'

const medication = (name: string, atc?: string, ...substances: string[]): MedicationToCheck => ({
  id: name,
  name,
  ...(atc !== undefined && { atc }),
  ...(substances.length > 0 && { substances }),
})

const levelsOf = (...medications: MedicationToCheck[]) =>
  checkInteractions(medications).alerts.map(({ kind, level }) => `${kind} ${level}`)

const rule = (id: string, aAtc: string[], bAtc: string[]): InteractionRule => ({
  id,
  a: id,
  aAtc,
  b: id,
  bAtc,
  level: 'PE',
  mechanism: '',
  action: '',
  source: '',
  confidence: 'verified',
  conditional: false,
})

const ibuprofen = medication('ibuprofène', 'M01AE01')
const warfarin = medication('warfarine', 'B01AA03')

describe('the level of a pair, in either order', () => {
  test.each([
    [['warfarine', 'B01AA03'], ['miconazole, gel buccal', 'A01AB09'], ['interaction CI']],
    [['simvastatine', 'C10AA01'], ['clarithromycine', 'J01FA09'], ['interaction CI']],
    [['ramipril', 'C09AA05'], ['potassium', 'A12BA01'], ['interaction AD']],
    [['ibuprofène', 'M01AE01'], ['apixaban', 'B01AF02'], ['interaction AD']],
    [['furosémide', 'C03CA01'], ['ibuprofène', 'M01AE01'], ['interaction PE']],
    [['lévothyroxine', 'H03AA01'], ['fer', 'B03AA07'], ['interaction PE']],
    [['sertraline', 'N06AB06'], ['ibuprofène', 'M01AE01'], ['interaction APC']],
    [['paracétamol', 'N02BE01'], ['amoxicilline', 'J01CA04'], []],
  ] as [[string, string], [string, string], string[]][])('%s with %s: %s', (first, second, levels) => {
    expect(levelsOf(medication(...first), medication(...second))).toEqual(levels)
    expect(levelsOf(medication(...second), medication(...first))).toEqual(levels)
  })
})

describe('rules are found by class', () => {
  test.each(['C', 'C10', 'C10A', 'C10AA', 'C10AA01'])('a rule on %s knows simvastatin, C10AA01', (code) => {
    const rules = [rule('r', [code], ['J01'])]
    const { alerts } = checkInteractions(
      [medication('simvastatine', 'C10AA01'), medication('amoxicilline', 'J01CA04')],
      rules,
    )
    expect(alerts).toHaveLength(1)
  })

  test('a rule on one substance does not know the whole class', () => {
    const rules = [rule('r', ['C10AA01'], ['J01'])]
    const { alerts } = checkInteractions([medication('statine', 'C10AA'), medication('a', 'J01CA04')], rules)
    expect(alerts).toEqual([])
  })

  test('codes may be written small and with blanks', () => {
    expect(levelsOf(medication('warfarine', ' b01aa03 '), medication('miconazole', 'a01ab09'))).toEqual([
      'interaction CI',
    ])
  })
})

describe('several rules for one pair', () => {
  const { alerts } = checkInteractions([
    medication('ramipril', 'C09AA05'),
    medication('spironolactone', 'C03DA01'),
  ])

  test('make one alert of the gravest level, with every rule', () => {
    expect(alerts).toHaveLength(1)
    expect(alerts[0]?.level).toBe('AD')
    expect(alerts[0]?.rules.map(({ level, b }) => `${level} ${b}`)).toEqual([
      'AD diurétiques épargneurs de potassium',
      'PE spironolactone (12,5-50 mg, IC)',
      'APC autre hyperkaliémiant',
    ])
  })

  test('ask for a judgement when the gravest holds under a condition', () => {
    expect(alerts[0]?.conditional).toBe(true)
  })

  test('do not, when one of the gravest holds without', () => {
    const [alert] = checkInteractions([
      medication('morphine', 'N02AA01'),
      medication('Lyrica', 'N02BF02'),
    ]).alerts
    expect(alert?.rules.map(({ conditional }) => conditional)).toEqual([false, true])
    expect(alert?.conditional).toBe(false)
  })
})

test('alerts come gravest first', () => {
  const levels = levelsOf(
    medication('sertraline', 'N06AB06'),
    ibuprofen,
    warfarin,
    medication('miconazole', 'A01AB09'),
    medication('furosémide', 'C03CA01'),
  )
  expect(levels).toEqual(['CI', 'AD', 'PE', 'APC', 'APC', 'APC'].map((level) => `interaction ${level}`))
})

describe('a rule of one class with itself', () => {
  test('holds between two substances of the class', () => {
    expect(levelsOf(ibuprofen, medication('kétoprofène', 'M01AE03'))).toEqual(['interaction AD'])
  })

  test('does not hold between a substance and itself: that is a redundancy', () => {
    const { alerts } = checkInteractions([ibuprofen, medication('Advil', 'M01AE01')])
    expect(alerts).toMatchObject([{ kind: 'redundancy', rules: [], medications: ['Advil', 'ibuprofène'] }])
  })

  test('does not hold either where the two sides merely overlap', () => {
    const twice = [medication('Séropram', 'N06AB04'), medication('citalopram', 'N06AB04')]
    expect(levelsOf(...twice)).toEqual(['redundancy PE'])
  })
})

describe('redundancy', () => {
  test('knows one substance under two codes', () => {
    const aspirins = [medication('Kardégic', 'B01AC06'), medication('Aspégic', 'N02BA01')]
    expect(levelsOf(...aspirins)).toEqual(['redundancy PE'])
  })

  test('knows a substance by the names given, accents or not', () => {
    const inTwo = [
      medication('x', 'N02BE51', 'Paracétamol', 'caféine'),
      medication('y', 'N02BE01', 'paracetamol'),
    ]
    expect(levelsOf(...inTwo)).toEqual(['redundancy PE'])
  })

  test('does not count a cream with a tablet', () => {
    expect(levelsOf(medication('Diprosone', 'D07AC01'), medication('Célestène', 'H02AB01'))).toEqual([])
  })

  test('counts beta-blocking eye drops with tablets: they reach the blood', () => {
    const timolols = [medication('Timoptol', 'S01ED01'), medication('timolol', 'C07AA06', 'timolol')]
    expect(levelsOf(...timolols)).toEqual(['redundancy PE'])
  })

  test('does not count two medicines that only share a class', () => {
    expect(levelsOf(medication('oméprazole', 'A02BC01'), medication('pantoprazole', 'A02BC02'))).toEqual([])
  })
})

describe('combination products', () => {
  test('are known by each of their substances', () => {
    const { alerts } = checkInteractions([
      medication('Cotriatec', 'C09BA05'),
      medication('Téralithe', 'N05AN01'),
    ])
    expect(alerts[0]?.rules.map(({ b }) => b)).toEqual(
      expect.arrayContaining(['IEC', 'diurétiques thiazidiques']),
    )
    expect(levelsOf(medication('Ixprim', 'N02AJ13'), warfarin)).toEqual(['interaction PE'])
  })

  test('are known by their class where their substances are not told', () => {
    expect(levelsOf(medication('Entresto', 'C09DX04'), medication('ramipril', 'C09AA05'))).toEqual([
      'interaction CI',
    ])
    expect(levelsOf(medication('Entresto', 'C09DX04'), ibuprofen)).toEqual(['interaction PE'])
  })

  test('may be given as several codes', () => {
    const both = medication('ramipril et hydrochlorothiazide', 'C09AA05;C03AA03')
    const [alert] = checkInteractions([both, medication('lithium', 'N05AN01')]).alerts
    expect(alert?.rules.map(({ b }) => b)).toEqual(
      expect.arrayContaining(['IEC', 'diurétiques thiazidiques']),
    )
  })

  test('with one substance in common are no two diuretics, but one taken twice', () => {
    const { alerts } = checkInteractions([
      medication('Cotriatec', 'C09BA05'),
      medication('Esidrex', 'C03AA03'),
    ])
    expect(alerts.map(({ kind }) => kind)).toEqual(['redundancy'])
  })

  test('share the levodopa of one code, not what differs', () => {
    expect(levelsOf(medication('Modopar', 'N04BA02'), medication('Sinemet', 'N04BA02'))).toEqual([
      'redundancy PE',
    ])
  })

  test('put on the skin are not taken for the tablets of their substances', () => {
    const cream = medication('Daivobet', 'D05AX52', 'calcipotriol', 'bétaméthasone')
    expect(levelsOf(cream, medication('apixaban', 'B01AF02'))).toEqual([])
  })

  test('with aspirin are not taken for aspirin against pain', () => {
    expect(levelsOf(medication('Duoplavin', 'B01AC30'), ibuprofen)).toEqual(['interaction APC'])
  })

  test('do not interact within themselves', () => {
    expect(levelsOf(medication('Caduet', 'C10BX03'), medication('paracétamol', 'N02BE01'))).toEqual([])
  })
})

describe('a rule that names substances', () => {
  const bySubstance: InteractionRule = {
    ...rule('r', [], ['M02AA15']),
    ...{ aSubstances: ['warfarine'], bSubstances: ['diclofenac', 'ramipril'] },
  }
  const levels = (...medications: MedicationToCheck[]) =>
    checkInteractions(medications, [bySubstance]).alerts.map(({ kind, level }) => `${kind} ${level}`)

  test('finds a line by what it holds, salts and hydrates or not, without a code', () => {
    const lines = [
      medication('x', undefined, 'WARFARINE SODIQUE'),
      medication('y', undefined, 'Diclofénac potassique'),
    ]
    expect(levels(...lines)).toEqual(['interaction PE'])
    expect(checkInteractions(lines, [bySubstance]).notChecked).toEqual([])
  })

  test('finds a line by the substances of its code, and one side by code, the other by substance', () => {
    expect(levels(warfarin, medication('Voltarène', 'M01AB05'))).toEqual(['interaction PE'])
    expect(levels(warfarin, medication('gel', 'M02AA15'))).toEqual(['interaction PE'])
  })

  test('finds the substance of a combination', () => {
    expect(levels(warfarin, medication('Cotriatec', 'C09BA05'))).toEqual(['interaction PE'])
  })

  test('does not take what is put on the skin for what is swallowed, unless it says so', () => {
    const eyeDrops = medication('collyre', 'S01BC03', 'diclofénac')
    expect(levels(warfarin, eyeDrops)).toEqual([])
    const spoken = { ...bySubstance, b: 'diclofénac (y compris collyres)' }
    expect(checkInteractions([warfarin, eyeDrops], [spoken]).alerts).toHaveLength(1)
  })

  test('does not know a line of which the code alone is known', () => {
    const rare = medication('rare', 'L01XX99')
    expect(checkInteractions([rare], [bySubstance]).notChecked).toEqual(['rare'])
    expect(checkInteractions([rare]).notChecked).toEqual([])
  })

  test('does not hold between a substance and itself, nor between two boxes of one combination', () => {
    const selves = { ...bySubstance, aSubstances: ['ramipril', 'hydrochlorothiazide'] }
    const boxes = ['one', 'other'].map((name) =>
      medication(name, undefined, 'ramipril', 'hydrochlorothiazide'),
    )
    const kinds = checkInteractions(boxes, [selves]).alerts.map(({ kind }) => kind)
    expect(kinds).toEqual(['redundancy'])
  })
})

describe('a rule on the general route', () => {
  const alertWith = (atc: string) => checkInteractions([warfarin, medication('miconazole', atc)]).alerts[0]

  test('counts for a cream, as something to judge', () => {
    expect(alertWith('D01AC02')).toMatchObject({ level: 'CI', conditional: true })
  })

  test('counts fully where it holds the other way round', () => {
    const eitherWay = { ...rule('r', ['D01AC02', 'B01AA03'], ['D01AC02', 'B01AA03']), a: 'x (voie générale)' }
    const pair = [medication('miconazole', 'D01AC02'), warfarin]
    for (const inOrder of [pair, pair.toReversed()]) {
      expect(checkInteractions(inOrder, [eitherWay]).alerts).toMatchObject([{ conditional: false }])
    }
  })

  test('counts fully for the gel that is swallowed', () => {
    expect(alertWith('A01AB09')).toMatchObject({ level: 'CI', conditional: false })
  })
})

describe('food and drink', () => {
  test('are advice about one medicine, and no alert', () => {
    const { alerts, foodAdvice } = checkInteractions([
      medication('simvastatine', 'C10AA01'),
      medication('metformine', 'A10BA02'),
    ])
    expect(alerts).toEqual([])
    expect(foodAdvice.map(({ food, medication, level }) => [food, medication, level])).toEqual([
      ['X-ALCOOL', 'metformine', 'AD'],
      ['X-PAMPLEMOUSSE', 'simvastatine', 'AD'],
    ])
  })

  test('cannot be prescribed: a pseudo-code is no code of a medicine', () => {
    const { alerts, notChecked } = checkInteractions([
      medication('alcool', 'X-ALCOOL'),
      medication('metformine', 'A10BA02'),
    ])
    expect(alerts).toEqual([])
    expect(notChecked).toEqual(['alcool'])
  })
})

describe('what cannot be checked', () => {
  test.each([
    ['no code', medication('tisane')],
    ['a code that is none', medication('tisane', 'TISANE')],
    ['a code of a whole group', medication('tisane', 'B01A')],
    ['substances that nobody knows', medication('tisane', undefined, 'reine-des-prés')],
    ['a substance known and one not', medication('tisane', undefined, 'ibuprofène', 'reine-des-prés')],
  ])('is named: %s', (_, unknown) => {
    expect(checkInteractions([ibuprofen, unknown]).notChecked).toEqual(['tisane'])
  })

  test('does not include a known substance without a code, which is checked', () => {
    const byName = medication('boîte sans code', undefined, 'Ibuprofène')
    expect(checkInteractions([byName]).notChecked).toEqual([])
    expect(levelsOf(byName, warfarin)).toEqual(['interaction AD'])
  })
})

test('a name that is a tablet and a gel is taken for the tablet: better one alert too many', () => {
  expect(levelsOf(medication('sans code', undefined, 'diclofénac'), warfarin)).toEqual(['interaction AD'])
})

describe('the answer', () => {
  test('says where the rules come from', () => {
    expect(checkInteractions([]).source).toEqual(RULE_SOURCE)
    expect(RULE_SOURCE).toMatchObject({ date: '2020-10', partial: true })
  })

  test('has a key that fits a command, for ids as long as UUIDs', () => {
    const uuid = (last: string) => `0193e4a0-0000-7000-8000-00000000000${last}`
    const medications = [
      { ...warfarin, id: uuid('1') },
      { ...ibuprofen, id: uuid('2') },
    ]
    expect(checkInteractions(medications).alerts[0]?.key.length).toBeLessThanOrEqual(200)
  })

  test('changes its key with its level, so that an answer to a precaution is none to a contraindication', () => {
    const keyAt = (level: 'PE' | 'CI') =>
      checkInteractions([ibuprofen, warfarin], [{ ...rule('r', ['M01'], ['B01']), level }]).alerts[0]?.key
    expect(keyAt('PE')).not.toBe(keyAt('CI'))
  })
})

describe('bad input is refused', () => {
  test('two medicines with one id', () => {
    expect(() => checkInteractions([ibuprofen, ibuprofen])).toThrowError(
      expect.objectContaining({ code: 'invalid' }),
    )
  })

  test('a rule with a code that is none', () => {
    expect(() => checkInteractions([], [rule('r', ['M01AE0'], ['B01'])])).toThrowError(
      expect.objectContaining({ code: 'invalid', data: { rule: 'r', code: 'M01AE0' } }),
    )
  })
})
