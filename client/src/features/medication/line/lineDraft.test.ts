import { expect, it } from 'vitest'
import { changeOf, draftOfLine, emptyLine, endsFirst, givenOf, momentsOf } from './lineDraft.ts'

const none = { morning: '', noon: '', evening: '', night: '' }
const line = {
  moments: { evening: '1' },
  posology: 'au repas',
  indication: null,
  startOn: null,
  endOn: null,
  prescriber: null,
  preparedBy: { profession: 'nurse' as const },
  givenBy: null,
}

it('writes halves as such, and no moment for nothing', () => {
  expect(momentsOf({ ...none, morning: ' 0,5', noon: '0', evening: '1.5', night: '10 gouttes' })).toEqual({
    morning: '½',
    evening: '1½',
    night: '10 gouttes',
  })
  expect(momentsOf(none)).toBeNull()
})

it('sends nothing of what is empty', () => {
  expect(givenOf(emptyLine())).toEqual({})
  expect(givenOf({ ...emptyLine(), posology: ' si besoin ', endOn: '2026-03-09' })).toEqual({
    posology: 'si besoin',
    endOn: '2026-03-09',
  })
})

it('a draft that was not touched changes nothing', () => {
  expect(changeOf(line, draftOfLine(line))).toEqual({})
})

it('names only what differs, and what was emptied as null', () => {
  const draft = { ...draftOfLine(line), posology: '', preparedBy: { profession: 'pharmacist' as const } }
  expect(changeOf(line, draft)).toEqual({ posology: null, preparedBy: { profession: 'pharmacist' } })
})

it('a last day before the first is told, one day alone is not', () => {
  const draft = { ...emptyLine(), startOn: '2026-03-09' }
  expect(endsFirst(draft)).toBe(false)
  expect(endsFirst({ ...draft, endOn: '2026-03-09' })).toBe(false)
  expect(endsFirst({ ...draft, endOn: '2026-03-08' })).toBe(true)
})
