import { HOUSE_ZONE } from '@colloque/domain'
import { stringify } from 'csv-stringify/sync'
import type { NamedAccess } from './accesses.ts'

const HOUR = new Intl.DateTimeFormat('fr-FR', { timeZone: HOUSE_ZONE, timeStyle: 'medium' })
/** What a spreadsheet may drop or read as nothing, so that what follows would be the first of its cell. */
// eslint-disable-next-line no-control-regex -- these are what it is about
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/g

/**
 * For a spreadsheet of a French office: semicolons, a mark of its encoding, times in the house's zone. No cell is a
 * formula (abuse case 24; OWASP, CSV Injection).
 */
export function accessesCsv(
  items: readonly NamedAccess[],
  professionWord: (profession: NonNullable<NamedAccess['profession']>) => string,
): string {
  const rows = items.map((item) => [
    item.day,
    HOUR.format(new Date(item.firstAt)),
    HOUR.format(new Date(item.lastAt)),
    cell(item.name ?? item.accountId),
    item.profession === null ? '' : cell(professionWord(item.profession)),
    ...[item.reads, item.writes, item.exports, item.refused],
    item.emergency ? 'oui' : 'non',
  ])
  return stringify(rows, {
    header: true,
    columns: [
      `Jour (${HOUSE_ZONE})`,
      `Première heure (${HOUSE_ZONE})`,
      `Dernière heure (${HOUSE_ZONE})`,
      'Personne',
      'Profession',
      'Lectures (quarts d’heure)',
      'Écritures',
      'Exports',
      'Refus',
      'Accès d’urgence',
    ].map((header, key) => ({ key: String(key), header })),
    ...{ bom: true, delimiter: ';', record_delimiter: 'windows', quoted_string: true, escape_formulas: true },
  })
}

const cell = (text: string): string => text.replace(CONTROLS, '').trim()
