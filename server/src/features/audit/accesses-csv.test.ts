import { describe, expect, it } from 'vitest'
import type { NamedAccess } from './accesses.ts'
import { accessesCsv } from './accesses-csv.ts'

const access = (over: Partial<NamedAccess> = {}): NamedAccess => ({
  day: '2026-03-29',
  accountId: '0190c0de-0000-7000-8000-000000000001',
  name: 'Cleo Doctor',
  profession: 'physician',
  // Both sides of the night on which the clocks change.
  firstAt: '2026-03-28T23:30:00.000Z',
  lastAt: '2026-03-29T10:00:00.000Z',
  ...{ reads: 3, writes: 2, exports: 1, refused: 0, emergency: true },
  ...over,
})
const csv = (...items: NamedAccess[]) => accessesCsv(items, (profession) => profession)
const rowOf = (text: string) => text.split('\r\n')[1]!

describe('the file of accesses', () => {
  it('says its zone, and the times as the clock on the wall showed them', () => {
    const [head = '', row] = csv(access()).split('\r\n')
    expect(head.startsWith('\ufeff"Jour (Europe/Paris)";"Première heure (Europe/Paris)"')).toBe(true)
    expect(row).toBe('"2026-03-29";"00:30:00";"12:00:00";"Cleo Doctor";"physician";3;2;1;0;"oui"')
  })

  it.each(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u200b', '\ufeff', '＝', '＋', '－', '＠'])(
    'abuse 24: a name that begins with %j is no formula',
    (first) => {
      for (const name of [
        `${first}cmd|' /C calc'!A0`,
        `${first}=1+1`,
        ` ${first}=1+1`,
        `${first}${first}=1`,
      ]) {
        const cell = rowOf(csv(access({ name }))).split(';')[3]!
        expect(cell, JSON.stringify(name)).toMatch(/^"/)
        // What a spreadsheet sees, without its quotes.
        const seen = cell.slice(1)
        expect(seen, JSON.stringify(name)).not.toMatch(/^[\s\0]*[=+\-@＝＋－＠]/)
        expect(seen, JSON.stringify(name)).not.toMatch(/^[\t\r\n\0\u200b\ufeff]/)
      }
    },
  )

  it('abuse 24: a name with quotes, semicolons and line ends stays one cell', () => {
    const row = rowOf(csv(access({ name: 'A"; =1+1\r\n=2' })))
    expect(row).toContain('"A""; =1+1=2"')
  })
})
