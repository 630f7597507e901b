import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { atcFromSubstances } from './atc-from-substances.ts'
import { BdpmError, readLines, type BdpmFileName } from './bdpm-file.ts'
import {
  classifiedOf,
  componentOf,
  presentationOf,
  RejectedLine,
  specialityOf,
  type Component,
  type Presentation,
  type Speciality,
} from './bdpm-rows.ts'
import { strengthInName, strengthOfPieces } from './strength.ts'
import { writtenSubstance } from './written-substance.ts'

export interface ImportedMedicine {
  readonly cis: string
  readonly name: string
  readonly form: string | null
  readonly strength: string | null
  readonly routes: readonly string[]
  readonly substances: readonly string[]
  readonly atc: string | null
  /** From the database itself, or from medicines that hold the same. */
  readonly atcFrom: 'mitm' | 'substances' | null
  readonly isMarketed: boolean
}

export interface Rejection {
  readonly file: BdpmFileName
  readonly line: number
  readonly why: string
}

export interface Bdpm {
  readonly medicines: readonly ImportedMedicine[]
  /** `YYYY-MM-DD`: the youngest day in the files that is not to come. */
  readonly date: string
  readonly lines: Readonly<Partial<Record<BdpmFileName, number>>>
  readonly rejected: readonly Rejection[]
}

interface Options {
  /** `YYYY-MM-DD`: a day after it is a slip of whoever typed it. */
  readonly today: string
  readonly signal?: AbortSignal
  onLine?(file: BdpmFileName): void
}

const NEEDED: readonly BdpmFileName[] = ['CIS_bdpm.txt', 'CIS_COMPO_bdpm.txt', 'CIS_MITM.txt']
/** Four times what there is: memory on every server is bounded by it. */
const MEDICINES_MOST = 64_000
/** As many as a line of a treatment may have. */
const SUBSTANCES_MOST = 12

/**
 * Reads the medicines of a folder with the files of the public database (BDPM).
 * @throws BdpmError where a file is missing or is another one
 */
export async function readBdpm(folder: string, { today, signal, onLine }: Options): Promise<Bdpm> {
  const found = await Promise.all(
    NEEDED.map(async (name) => ((await exists(join(folder, name))) ? [] : [name])),
  )
  const missing = found.flat()
  if (missing.length > 0)
    throw new BdpmError(`${folder} lacks ${missing.join(', ')}: it is no folder with the files of the BDPM.`)

  const lines: Partial<Record<BdpmFileName, number>> = {}
  const rejected: Rejection[] = []
  const read = async <Row>(
    file: BdpmFileName,
    parse: (fields: readonly string[]) => Row,
    keep: (row: Row) => void,
  ) => {
    let [count, bad] = [0, 0]
    for await (const { number, fields } of readLines(join(folder, file), signal)) {
      count += 1
      onLine?.(file)
      try {
        keep(parse(fields))
      } catch (error) {
        if (!(error instanceof RejectedLine)) throw error
        bad += 1
        rejected.push({ file, line: number, why: error.message })
      }
    }
    if (bad * 2 >= count)
      throw new BdpmError(
        count === 0
          ? `${file} is empty.`
          : `${bad} of ${count} lines of ${file} cannot be read (line ${rejected.at(-1)?.line}: ${rejected.at(-1)?.why}): is it another file?`,
      )
    lines[file] = count
  }

  const specialities = new Map<string, Speciality>()
  await read('CIS_bdpm.txt', specialityOf, (row) => {
    if (specialities.has(row.cis)) throw new RejectedLine(`${row.cis} is there already`)
    if (specialities.size === MEDICINES_MOST)
      throw new BdpmError(`There are more than ${MEDICINES_MOST} medicines.`)
    specialities.set(row.cis, row)
  })
  const requireKnown = ({ cis }: { readonly cis: string }) => {
    if (!specialities.has(cis)) throw new RejectedLine(`${cis} is not in CIS_bdpm.txt`)
  }
  const components = new Map<string, Component[]>()
  await read('CIS_COMPO_bdpm.txt', componentOf, (row) => {
    requireKnown(row)
    append(components, row.cis, row)
  })
  const codes = new Map<string, string>()
  await read('CIS_MITM.txt', classifiedOf, (row) => {
    requireKnown(row)
    codes.set(row.cis, row.atc)
  })
  const presentations = new Map<string, Presentation[]>()
  if (await exists(join(folder, 'CIS_CIP_bdpm.txt')))
    await read('CIS_CIP_bdpm.txt', presentationOf, (row) => {
      requireKnown(row)
      append(presentations, row.cis, row)
    })

  const described = [...specialities.values()].map(({ cis, name, form, routes, isMarketed }) => ({
    ...{ cis, name, form, routes },
    ...compositionOf(name, components.get(cis) ?? []),
    isMarketed: isMarketed && (presentations.get(cis)?.some((one) => one.isMarketed) ?? true),
  }))
  const derived = atcFromSubstances(
    described.flatMap((medicine) => {
      const atc = codes.get(medicine.cis)
      return atc ? [{ ...medicine, atc }] : []
    }),
  )
  return {
    medicines: described.map((medicine): ImportedMedicine => {
      const known = codes.get(medicine.cis)
      const atc = known ?? derived.of(medicine)
      const substances = medicine.substances.slice(0, SUBSTANCES_MOST)
      return { ...medicine, substances, atc, atcFrom: known ? 'mitm' : atc ? 'substances' : null }
    }),
    date: youngestDay(specialities.values(), [...presentations.values()].flat(), today),
    lines,
    rejected,
  }
}

/** The part that acts stands for its substance, where one is named. */
function compositionOf(name: string, components: readonly Component[]) {
  const acting = new Set(components.flatMap(({ nature, link }) => (nature === 'FT' ? [link] : [])))
  const bySubstance = new Map<string, Component[]>()
  for (const component of components) {
    if (component.nature === 'SA' && acting.has(component.link)) continue
    append(bySubstance, writtenSubstance(component.substance), component)
  }
  return {
    substances: [...bySubstance.keys()],
    strength: strengthInName(name) ?? strengthOfPieces(bySubstance.values()),
  }
}

function youngestDay(
  specialities: Iterable<Speciality>,
  presentations: Iterable<Presentation>,
  today: string,
): string {
  let youngest = ''
  const take = (day: string | null) => {
    if (day !== null && day <= today && day > youngest) youngest = day
  }
  for (const { authorisedOn } of specialities) take(authorisedOn)
  for (const { declaredOn } of presentations) take(declaredOn)
  return youngest || today
}

function append<Row>(rows: Map<string, Row[]>, key: string, row: Row): void {
  const held = rows.get(key)
  if (held) held.push(row)
  else rows.set(key, [row])
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
