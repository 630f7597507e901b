import { describe, expect, it } from 'vitest'
import {
  AdeliSchema,
  FinessSchema,
  identifierWarnings,
  INS_OIDS,
  InsSchema,
  mayExchangeIns,
  nirKey,
  NirSchema,
  RppsSchema,
  SiretSchema,
} from './identifiers.ts'

/** ANS's example patient, a woman born on 28 March 1979. */
const NIR = '279035121518989'

describe('RPPS', () => {
  it.each(['99700296140', '99700218896', '99700237045', '99700245667'])('%s is taken in silence', (rpps) => {
    expect(RppsSchema.parse(rpps)).toBe(rpps)
    expect(identifierWarnings({ rpps })).toEqual([])
  })

  it.each(['10003461033', '10102727017'])('%s breaks its check digit: taken, with a warning', (rpps) => {
    expect(RppsSchema.parse(rpps)).toBe(rpps)
    expect(identifierWarnings({ rpps })).toEqual(['rpps_check_digit'])
  })

  it('is read as people copy it', () => {
    expect(RppsSchema.parse(' 997 0029 6140 ')).toBe('99700296140')
  })

  it.each(['9970029614', '997002961400', '8997002961409', '9970029614O', '', '９９７００２９６１４０'])(
    '"%s" is refused',
    (rpps) => {
      expect(RppsSchema.safeParse(rpps).success).toBe(false)
    },
  )
})

describe('ADELI', () => {
  it('is taken as what it is, of the past', () => {
    expect(AdeliSchema.parse('2a9300123')).toBe('2A9300123')
    expect(AdeliSchema.parse('759300123')).toBe('759300123')
    expect(identifierWarnings({ adeli: '759300123' })).toEqual(['adeli_legacy'])
    expect(AdeliSchema.safeParse('75930012').success).toBe(false)
  })
})

describe('FINESS', () => {
  it.each(['060016219', '300017985', '750712184'])('%s is taken', (finess) => {
    expect(FinessSchema.parse(finess)).toBe(finess)
    expect(identifierWarnings({ finess })).toEqual([])
  })

  it.each(['060016218', '300017958', '75071218', '2C0000014', '7507121840'])('%s is refused', (finess) => {
    expect(FinessSchema.safeParse(finess).success).toBe(false)
  })

  it('of Corsica is taken by its form', () => {
    expect(FinessSchema.parse('2a0000014')).toBe('2A0000014')
    expect(identifierWarnings({ finess: '2A0000014' })).toEqual(['finess_corsica_unchecked'])
  })
})

describe('SIRET', () => {
  it('is held against its check digits, but for La Poste', () => {
    expect(SiretSchema.parse('732 829 320 00074')).toBe('73282932000074')
    expect(SiretSchema.safeParse('73282932000075').success).toBe(false)
    expect(SiretSchema.parse('35600000049837')).toBe('35600000049837')
    expect(SiretSchema.safeParse('35600000049838').success).toBe(false)
  })
})

describe('NIR', () => {
  it.each([NIR, '260058815400233', '185052A00412356', '185052B00412383'])('%s is taken', (nir) => {
    expect(NirSchema.parse(nir)).toBe(nir)
  })

  it.each(['255069410000185', '194052203228988', '170017510112313'])('%s has a wrong key', (nir) => {
    expect(NirSchema.safeParse(nir).error?.issues).toMatchObject([{ message: 'key' }])
  })

  it.each(['27903512151898', '979035121518989', '279A35121518989', '279002C51518989', ''])(
    '"%s" is none',
    (nir) => {
      expect(NirSchema.safeParse(nir).success).toBe(false)
    },
  )

  it('every single wrong digit is found', () => {
    for (let place = 0; place < 13; place++) {
      for (let digit = 0; digit < 10; digit++) {
        const other = `${NIR.slice(0, place)}${digit}${NIR.slice(place + 1)}`
        if (other !== NIR) expect(NirSchema.safeParse(other).success, other).toBe(false)
      }
    }
  })

  it.each(['20', '30', '42', '50', '99'])('a birth in an unknown month, written %s, is no error', (month) => {
    const first13 = `279${month}51215189`
    expect(NirSchema.parse(first13 + nirKey(first13))).toHaveLength(15)
  })

  it('a key below ten has its nought, and it is never 00', () => {
    expect(nirKey('0000000000096')).toBe('01')
    expect(nirKey('0000000000097')).toBe('97')
  })
})

describe('INS', () => {
  const ins = { status: 'qualified', matricule: NIR, oid: INS_OIDS.nir } as const

  it('has a matricule exactly where the teleservice gave one', () => {
    expect(InsSchema.parse(ins)).toEqual(ins)
    expect(InsSchema.safeParse({ ...ins, status: 'retrieved' }).success).toBe(true)
    expect(InsSchema.safeParse({ ...ins, status: 'validated' }).success).toBe(false)
    expect(InsSchema.safeParse({ status: 'qualified', matricule: null, oid: null }).success).toBe(false)
    expect(InsSchema.safeParse({ status: 'provisional', matricule: null, oid: null }).success).toBe(true)
    expect(InsSchema.safeParse({ ...ins, oid: null }).success).toBe(false)
    expect(InsSchema.safeParse({ ...ins, oid: '1.2.3' }).success).toBe(false)
  })

  it('leaves the house with a qualified identity alone', () => {
    expect(mayExchangeIns(ins)).toBe(true)
    expect(mayExchangeIns({ status: 'retrieved' })).toBe(false)
  })

  it('that does not match the person is a warning, not a refusal', () => {
    const woman = { sex: 'female', birthDate: '1979-03-28' } as const
    expect(identifierWarnings({ ins, patient: woman })).toEqual([])
    expect(identifierWarnings({ ins, patient: { sex: 'male', birthDate: '1980-04-28' } })).toEqual([
      'ins_sex',
      'ins_birth_year',
      'ins_birth_month',
    ])
    expect(identifierWarnings({ ins: { ...ins, oid: INS_OIDS.test }, patient: woman })).toEqual([
      'ins_not_real',
    ])
    const unknownMonth = { ...ins, matricule: `2793051215189${nirKey('2793051215189')}` }
    expect(identifierWarnings({ ins: unknownMonth, patient: woman })).toEqual([])
  })
})
