import { expect, it } from 'vitest'
import { withFirmSpaces } from './typography.ts'

it('keeps a sign with the word before it, and the rest as it was typed', () => {
  expect(withFirmSpaces('Pouls et humeur ? « oui » ; 38 % : à revoir')).toBe(
    'Pouls et humeur\u00A0? «\u00A0oui\u00A0»\u00A0; 38\u00A0%\u00A0: à revoir',
  )
  expect(withFirmSpaces('How are you? 12:30, two  spaces\nand a line')).toBe(
    'How are you? 12:30, two  spaces\nand a line',
  )
})
