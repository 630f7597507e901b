/** The text of a prescription, pasted: which lines name a medicine, and what they say of it. */
import { DOSE, MOMENT, UNIT } from './doseWords.ts'
import { readPosology, type ReadPosology } from './readPosology.ts'

export interface PrescribedLine extends ReadPosology {
  readonly kind: 'line'
  /** As it was pasted. */
  readonly text: string
  readonly name: string
}
/** Words in which no medicine was found: they stay visible. */
interface LeftWords {
  readonly kind: 'left'
  readonly text: string
}
export type PrescriptionItem = PrescribedLine | LeftWords

const BULLET = /^\s*(?:[-–•*·▪]|\d{1,2}\s?[.)](?=\s))\s*/u
const STRENGTH = /\d\s?(?:mg|g|µg|μg|mcg|microgrammes?|UI|%|ml|MUI)(?![\p{L}])/iu
const HEADING =
  /^(?:ordonnance|prescription|dr\.?\s|docteur|rpps|finess|adeli|n°|nom|pr[eé]nom|n[eé]e?\s|le\s\d|date|patient|m\.\s|mme\s|t[eé]l|adresse|signature|poids|taille|\d{1,2}\/\d{1,2}\/\d{2,4}|en rapport|sans rapport|prescriptions relatives)/iu

/** Where the words on how it is taken begin. */
const POSOLOGY = new RegExp(
  [
    `(?<![\\d\\/])(?:\\d(?:[.,]\\d)?|½|1\\/2)\\s?[-–]\\s?(?:\\d|½|1\\/2)[\\d.,½\\/]*\\s?[-–]\\s?(?:\\d|½|1\\/2)`,
    `${DOSE}\\s*${UNIT}`,
    `${DOSE}\\s*(?:le\\s|au\\s|à\\s|chaque\\s)?${MOMENT}`,
    `(?<![\\p{L}])(?:(?:le|au|à|chaque|tous les)\\s)?${MOMENT}`,
    `(?<![\\p{L}\\d])\\d\\s?(?:fois|x)\\s?(?:par|\\/|\\d)`,
    `(?<![\\p{L}\\d])\\d\\s?(?:par jour|\\/\\s?j(?![\\p{L}]))`,
    `(?<![\\p{L}])(?:si besoin|si douleur|en cas de|à la demande|toutes? les \\d|tous les|un jour sur|1 jour sur|pendant|selon|qsp|à jeun|à prendre|une? fois)(?![\\p{L}])`,
  ].join('|'),
  'iu',
)

/** @param text any number of lines; a line on how it is taken goes with the medicine above it */
export function readPrescription(text: string): PrescriptionItem[] {
  const items: { name: string; words: string; text: string }[] = []
  for (const raw of text.split(/\r?\n|(?<=[.;])\s{2,}/u)) {
    const flat = raw
      .replace(/[\s\u00a0\u202f]+/gu, ' ')
      .replace(BULLET, '')
      .trim()
    if (!flat) continue
    if (HEADING.test(flat)) {
      items.push({ name: '', words: '', text: flat })
      continue
    }
    const at = POSOLOGY.exec(flat)?.index ?? flat.length
    const name = flat.slice(0, at).replace(/[\s,;:(–-]+$/u, '')
    const above = items.at(-1)
    if (name || !above || HEADING.test(above.text)) {
      items.push({ name, words: flat.slice(at), text: flat })
      continue
    }
    above.name ||= above.text
    above.words = [above.words, flat].filter(Boolean).join(', ')
    above.text = `${above.text}\n${flat}`
  }
  return items.map(({ name, words, text: pasted }) =>
    name && (words || STRENGTH.test(name))
      ? { kind: 'line', text: pasted, name: name.slice(0, 200), ...readPosology(words) }
      : { kind: 'left', text: pasted },
  )
}
