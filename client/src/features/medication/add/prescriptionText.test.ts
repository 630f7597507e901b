import { describe, expect, it } from 'vitest'
import { readPrescription, type PrescribedLine } from './prescriptionText.ts'

/** The one line of a text. */
function lineOf(text: string): PrescribedLine {
  const [item, ...others] = readPrescription(text)
  expect(others).toEqual([])
  if (item?.kind !== 'line') throw new Error(`no medicine in « ${text} »`)
  return item
}
const moments = (text: string) => lineOf(text).moments

describe('moments of the day', () => {
  it.each([
    ['Amoxicilline 1 g, 1 cp matin et soir', { morning: '1', evening: '1' }],
    ['Metformine 850 mg : 1 comprimé matin, midi et soir', { morning: '1', noon: '1', evening: '1' }],
    ['Bisoprolol 2,5 mg 1-0-1-0', { morning: '1', evening: '1' }],
    ['Bisoprolol 2,5 mg 1 - 0 - ½', { morning: '1', evening: '½' }],
    ['Furosémide 40 mg 1/2-0-0-0', { morning: '½' }],
    ['Zopiclone 7,5 mg ½ le soir', { evening: '½' }],
    ['Zopiclone 7,5 mg un demi comprimé au coucher', { night: '½' }],
    ['Lévothyroxine 75 µg 1 cp le matin', { morning: '1' }],
    ['Ramipril 5 mg 1 gélule tous les matins', { morning: '1' }],
    ['Risperdal 10 gouttes le soir', { evening: '10 gouttes' }],
    ['Macrogol 10 g 2 sachets le matin', { morning: '2 sachets' }],
    ['Lantus 100 UI/ml 12 UI le soir', { evening: '12 UI' }],
    ['Lévodopa 100 mg 1 le matin, ½ à midi, 1 le soir', { morning: '1', noon: '½', evening: '1' }],
    ['Lévodopa 100 mg 1 matin 1/2 midi 1,5 soir', { morning: '1', noon: '½', evening: '1½' }],
    ['Gabapentine 300 mg 1 cp matin et 2 le soir', { morning: '1', evening: '2' }],
    ['Apixaban 2,5 mg 1 cp 2 fois par jour matin et soir', { morning: '1', evening: '1' }],
    ['Apixaban 2,5 mg 1 cp x2/j (matin et soir)', { morning: '1', evening: '1' }],
    ['Paracétamol 1 g, 1 à 2 comprimés le soir', { evening: '1 à 2' }],
    ['Acupan 20 mg/2 ml 1 ampoule le soir', { evening: '1 ampoule' }],
  ])('%s', (text, expected) => expect(moments(text)).toEqual(expected))

  it.each([
    // How much is not said, or not the same each day.
    'Doliprane 1 g matin et soir',
    'Doliprane 1 g 3 fois par jour',
    'Cortancyl 20 mg 2 cp le matin pendant 5 jours puis 1 cp le matin',
    'Kardégic 75 mg 1 sachet le matin ou le soir',
    'Previscan 20 mg selon INR, 1 cp le soir',
    'Furosémide 40 mg 1 cp le matin et 1 cp le matin au réveil',
    'Oméprazole 20 mg 1 gélule avant le repas du soir',
  ])('are not guessed at: %s', (text) => {
    const { moments: found, posology } = lineOf(text)
    expect(found).toBeNull()
    expect(posology).toBeTruthy()
  })
})

describe('name, words and days', () => {
  it('keeps name, strength and form together, with their commas', () => {
    expect(lineOf('Apixaban 2,5 mg, comprimé, 1 cp matin et soir').name).toBe('Apixaban 2,5 mg, comprimé')
    expect(lineOf('Lantus 100 UI/ml 12 UI le soir').name).toBe('Lantus 100 UI/ml')
    expect(lineOf('PARACETAMOL 500 mg/CODEINE 30 mg 1 cp le soir').name).toBe(
      'PARACETAMOL 500 mg/CODEINE 30 mg',
    )
    expect(lineOf('Vitamine B12 1 ampoule le matin').name).toBe('Vitamine B12')
  })

  it('keeps what the moments do not say', () => {
    expect(lineOf('Paracétamol 1 g 1 cp si besoin').posology).toBe('1 cp si besoin')
    expect(lineOf('Zopiclone 7,5 mg 1 cp au coucher si besoin')).toMatchObject({
      moments: { night: '1' },
      posology: 'si besoin',
    })
    expect(lineOf('Lévothyroxine 75 µg 1 cp le matin à jeun').posology).toBe('à jeun')
    expect(lineOf('Paracétamol 1 g toutes les 6 heures').posology).toBe('toutes les 6 heures')
    expect(lineOf('Fosamax 70 mg une fois par semaine').posology).toBe('une fois par semaine')
    expect(lineOf('Amoxicilline 1 g 1 cp matin et soir').posology).toBeNull()
  })

  it.each([
    ['Clarithromycine 500 mg 1 cp matin et soir pendant 7 jours', 7],
    ['Clarithromycine 500 mg 1 cp matin et soir pdt 10 j', 10],
    ['Clarithromycine 500 mg 1 cp le soir durant 2 semaines', 14],
    ['Pantoprazole 20 mg 1 cp le soir pendant 1 mois', 30],
    ['Pantoprazole 20 mg 1 cp le soir', null],
    ['Pantoprazole 20 mg 1 cp le soir, QSP 3 mois', null],
  ])('%s', (text, days) => {
    expect(lineOf(text).days).toBe(days)
    expect(lineOf(text).posology).toBeNull()
  })

  it('shows what it leaves out', () => {
    expect(lineOf('Pantoprazole 20 mg 1 cp le soir, QSP 3 mois').unread).toBe('QSP 3 mois')
    expect(lineOf('Lévothyroxine 75 µg 1 cp le matin, non substituable').unread).toBe('non substituable')
    expect(lineOf('Pantoprazole 20 mg 1 cp le soir').unread).toBeNull()
  })
})

describe('several lines', () => {
  it('are read one by one, with bullets and numbers before them', () => {
    const items = readPrescription(
      '1) Ramipril 5 mg 1 cp le matin\n- Paracétamol 1 g si besoin\n\n• Macrogol 10 g',
    )
    expect(items.map((item) => item.kind === 'line' && item.name)).toEqual([
      'Ramipril 5 mg',
      'Paracétamol 1 g',
      'Macrogol 10 g',
    ])
  })

  it('a line on how it is taken goes with the medicine above', () => {
    expect(lineOf('DOLIPRANE 1 g, comprimé\n1 cp matin, midi et soir\npendant 5 jours')).toMatchObject({
      name: 'DOLIPRANE 1 g, comprimé',
      moments: { morning: '1', noon: '1', evening: '1' },
      days: 5,
      posology: null,
    })
    expect(lineOf('Levothyrox\n1 cp le matin').name).toBe('Levothyrox')
  })

  it('nothing is lost: words without a medicine stay', () => {
    const items = readPrescription(
      'Dr Hélène Castaing\nLe 12/03/2026\nMme Jeanne Morel\nRamipril 5 mg 1 cp le matin\nRevoir dans un mois',
    )
    expect(items.map(({ kind, text }) => [kind, text])).toEqual([
      ['left', 'Dr Hélène Castaing'],
      ['left', 'Le 12/03/2026'],
      ['left', 'Mme Jeanne Morel'],
      ['line', 'Ramipril 5 mg 1 cp le matin'],
      ['left', 'Revoir dans un mois'],
    ])
  })

  it('a posology without a medicine is no medicine', () => {
    expect(readPrescription('Ordonnance\n1 cp le matin')).toEqual([
      { kind: 'left', text: 'Ordonnance' },
      { kind: 'left', text: '1 cp le matin' },
    ])
    expect(readPrescription('  \n ')).toEqual([])
  })

  it('reads whatever is pasted, and loses no line of it', () => {
    const odd = ['(', '1-', '½½½', '1 cp', ')1 cp soir(', 'x'.repeat(3_000), '1-0-1-0-1-0', 'le le matin']
    for (const text of odd) expect(readPrescription(text).map((item) => item.text)).toEqual([text])
  })
})
