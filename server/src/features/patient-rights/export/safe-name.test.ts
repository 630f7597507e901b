import { expect, it } from 'vitest'
import { safeName } from './safe-name.ts'

it.each([
  ['Ordonnance été.pdf', '0001-Ordonnance été.pdf'],
  ['../../etc/passwd', '0001-_._etc_passwd'],
  ['..\\..\\boot.ini', '0001-_._boot.ini'],
  ['CON', '0001-CON'],
  ['.bashrc', '0001-bashrc'],
  ['a\u0000b\nc.txt', '0001-a_b_c.txt'],
  ['...', '0001-fichier'],
  ['=HYPERLINK("x").csv', '0001-_HYPERLINK_x_.csv'],
])('%j becomes a name that is a name everywhere', (name, safe) => {
  expect(safeName(1, name)).toBe(safe)
})

it('is no longer than an archive may have it, and keeps its ending', () => {
  const name = safeName(12, `${'é'.repeat(300)}.docx`)
  expect(name.length).toBeLessThanOrEqual(100)
  expect(name).toMatch(/^0012-é+\.docx$/)
})
