/** What each line of the public database of medicines says, and why one cannot be read. */
import { AtcSchema, CisSchema } from '@colloque/domain'

/** Why a line cannot be read: shown to the person who imports. */
export class RejectedLine extends Error {}

export interface Speciality {
  readonly cis: string
  readonly name: string
  readonly form: string | null
  readonly routes: readonly string[]
  readonly isMarketed: boolean
  /** `YYYY-MM-DD` */
  readonly authorisedOn: string | null
}

export interface Component {
  readonly cis: string
  readonly substance: string
  readonly dosage: string | null
  /** What the dosage is in: « un comprimé », « 100 ml de solution ». */
  readonly per: string
  /** The active substance as it is in the product, or the part of it that acts (« fraction thérapeutique »). */
  readonly nature: 'SA' | 'FT'
  /** Binds a part that acts to its substance. */
  readonly link: string
}

export interface Classified {
  readonly cis: string
  readonly atc: string
}

export interface Presentation {
  readonly cis: string
  readonly isMarketed: boolean
  readonly declaredOn: string | null
}

type Fields = readonly string[]

/** A line of CIS_bdpm.txt. @throws RejectedLine */
export function specialityOf(fields: Fields): Speciality {
  const [cis, name = '', form = '', routes = '', , , state = '', authorised = ''] = requireFields(fields, 12)
  if (name === '') throw new RejectedLine('no name')
  if (!/^(non )?commercialisée$/i.test(state))
    throw new RejectedLine(`unknown state of marketing « ${state} »`)
  return {
    cis: requireCis(cis),
    name: cut(name, 200),
    form: cut(form, 120) || null,
    routes: routes.split(';').flatMap((route) => route.trim() || []),
    isMarketed: !/^non/i.test(state),
    authorisedOn: dayOf(authorised),
  }
}

/** A line of CIS_COMPO_bdpm.txt. @throws RejectedLine */
export function componentOf(fields: Fields): Component {
  const [cis, , , substance = '', dosage = '', per = '', nature = '', link = ''] = requireFields(fields, 8)
  if (substance === '') throw new RejectedLine('no substance')
  // The description of the format says ST where the files say FT.
  if (!['SA', 'FT', 'ST'].includes(nature)) throw new RejectedLine(`unknown nature « ${nature} »`)
  return {
    cis: requireCis(cis),
    substance,
    dosage: doseOf(dosage),
    per,
    nature: nature === 'SA' ? 'SA' : 'FT',
    link,
  }
}

/** A line of CIS_MITM.txt. @throws RejectedLine */
export function classifiedOf(fields: Fields): Classified {
  const [cis, code = ''] = requireFields(fields, 2)
  const atc = AtcSchema.safeParse(code.toUpperCase())
  if (!atc.success) throw new RejectedLine(`« ${code} » is no ATC code`)
  return { cis: requireCis(cis), atc: atc.data }
}

/** A line of CIS_CIP_bdpm.txt. @throws RejectedLine */
export function presentationOf(fields: Fields): Presentation {
  const [cis, , , , state = '', declared = ''] = requireFields(fields, 10)
  return {
    cis: requireCis(cis),
    isMarketed: /^déclaration de commercialisation$/i.test(state),
    declaredOn: dayOf(declared),
  }
}

/** More fields than these may come with a later format; fewer are a line that was cut. */
function requireFields(fields: Fields, least: number): Fields {
  if (fields.length < least) throw new RejectedLine(`${fields.length} fields instead of ${least}`)
  return fields
}

function requireCis(cis: string | undefined): string {
  const parsed = CisSchema.safeParse(cis)
  if (!parsed.success) throw new RejectedLine(`« ${cut(cis ?? '', 20)} » is no CIS code`)
  return parsed.data
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** @returns null for what is no day: a few are not filled in */
function dayOf(text: string): string | null {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? []
  return day ? `${year}-${month}-${day}` : null
}

/** As people write it: `1,00 mg` is 1 mg, `2.50 mg` is 2,5 mg. Where thousands have a comma too, the last one counts. */
function doseOf(text: string): string | null {
  const dose = text.replace(/\d[\d.,]*/g, (figures) => {
    const parts = /^(.*)[.,](\d+)$/.exec(figures)
    if (!parts) return figures
    const decimals = parts[2]!.replace(/(?<!0)0+$/, '')
    const whole = parts[1]!.replace(/[.,]/g, ' ')
    return decimals === '' ? whole : `${whole},${decimals}`
  })
  return cut(dose, 60) || null
}
