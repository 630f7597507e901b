/**
 * Reads the interaction thesaurus of the ANSM in its public JSON form. An entry names two labels, each a substance or
 * a class; a file of substances says which belong to a class. Each pair is printed in both directions and becomes
 * one rule for each of its levels: of several, dose, route or indication decide, and the text says which.
 */
import { createHash } from 'node:crypto'
import { foldText } from '@colloque/domain'
import { byCodeUnits } from './by-code-units.ts'
import type { InteractionLevel, InteractionRule } from './rule.ts'
import { INTERACTION_LEVELS } from './rule.ts'
import { substanceName } from './substance-name.ts'
import { CONDUCT, levelOf } from './thesaurus-levels.ts'

/** A line of a file that cannot be used. */
export interface RejectedLine {
  readonly file: 'thesaurus' | 'substances'
  /** From 0, as in the file. */
  readonly index: number
  readonly why: 'not_an_object' | 'no_label' | 'no_level' | 'unknown_level' | 'no_substance'
  /** What it says, as far as it can be told. */
  readonly what: string
}

export interface ThesaurusReading {
  /** In an order that does not depend on that of the file. */
  readonly rules: readonly InteractionRule[]
  readonly rejected: readonly RejectedLine[]
  readonly counts: {
    readonly entries: number
    readonly pairs: number
    readonly labels: number
    readonly substances: number
    /** How often entries name each level, in both directions. */
    readonly levels: Readonly<Record<InteractionLevel, number>>
  }
  /** Labels that are neither a substance nor a class of the file of substances: taken for a substance of that name. */
  readonly unknownLabels: readonly string[]
}

/** What a label stands for. */
interface Label {
  readonly shown: string
  readonly atc: readonly string[]
  readonly substances: readonly string[]
}

interface Level {
  readonly level: InteractionLevel
  readonly info: string
}

interface Entry {
  readonly labels: readonly [string, string]
  readonly levels: readonly Level[]
  readonly mechanism: string
}

/** Foods stand among the labels; the rules know them by pseudo-codes. */
const FOODS: readonly (readonly [RegExp, string])[] = [
  [/^alcool\b/, 'X-ALCOOL'],
  [/^pamplemousse\b/, 'X-PAMPLEMOUSSE'],
]

/** The label itself bounds the rule: « héparines (doses curatives et/ou sujet âgé) ». */
const BOUND_LABEL = /\([^()]*(\bdoses?\b|\d ?m?g\b|sujet age)/
/** The text of a single level bounds it: « sauf en cas d'hypokaliémie », « chez le patient insuffisant rénal ». */
const BOUND_TEXT =
  /^[-:. ]*(sauf\b|chez\b|avec (des|le|la|les|l['’])|contre-indiqué sauf|contre-indication ?:|dans l['’]indication|en dehors)|- sauf\b/i

/**
 * @param thesaurus what the JSON of the entries says: `[{ main_drug, plus_drug, severity_levels: [{ level, info }],
 *   interaction_mechanism }]`
 * @param substances what the JSON of the substances says: `[{ substance, drug_classes }]`
 * @param source what rules name as theirs, before the two labels: `ANSM 2020-10`
 * @returns all that can be used, and each line that cannot, with the reason; twice the same for the same files
 */
export function readThesaurus(thesaurus: unknown, substances: unknown, source: string): ThesaurusReading {
  const rejected: RejectedLine[] = []
  const membership = readSubstances(listOf(substances, 'substances', rejected), rejected)
  const pairs = new Map<string, Entry[]>()
  const levels = { CI: 0, AD: 0, PE: 0, APC: 0 }
  const labels = new Set<string>()
  const lines = listOf(thesaurus, 'thesaurus', rejected)

  for (const [index, line] of lines.entries()) {
    const entry = readEntry(line)
    if ('why' in entry) {
      rejected.push({ file: 'thesaurus', index, ...entry })
      continue
    }
    for (const { level } of entry.levels) levels[level]++
    const names = entry.labels.map(foldText)
    for (const name of names) labels.add(name)
    const key = names.sort(byCodeUnits).join('\n')
    pairs.set(key, [...(pairs.get(key) ?? []), entry])
  }

  const unknown = new Map<string, string>()
  const standsFor = (label: string) => {
    const found = membership.labelOf(label)
    if (!found.isKnown) unknown.set(foldText(label), found.shown)
    return found
  }
  const rules = [...pairs]
    .sort(([first], [second]) => byCodeUnits(first, second))
    .flatMap(([, entries]) => rulesOf(entries, standsFor, source))
  return {
    rules,
    rejected,
    counts: {
      entries: lines.length,
      pairs: pairs.size,
      labels: labels.size,
      substances: membership.count,
      levels,
    },
    unknownLabels: [...unknown.values()].sort(byCodeUnits),
  }
}

function listOf(file: unknown, name: RejectedLine['file'], rejected: RejectedLine[]): readonly unknown[] {
  if (Array.isArray(file)) return file
  rejected.push({ file: name, index: 0, why: 'not_an_object', what: 'the file is no list' })
  return []
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const oneLine = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : ''

/**
 * The texts of levels have lost the blank where the print broke a line (« posologie dumétoprolol »); the description
 * of the entry has the same text with its lines.
 */
function withBlanks(info: unknown, description: unknown): unknown {
  if (typeof info !== 'string' || typeof description !== 'string') return info
  const places: number[] = []
  let solid = ''
  for (let at = 0; at < description.length; at++) {
    if (/\s/.test(description[at]!)) continue
    solid += description[at]
    places.push(at)
  }
  const wanted = info.replaceAll(/\s/g, '')
  const start = wanted === '' ? -1 : solid.indexOf(wanted)
  return start < 0 ? info : description.slice(places[start], places[start + wanted.length - 1]! + 1)
}

function readEntry(line: unknown): Entry | Pick<RejectedLine, 'why' | 'what'> {
  if (!isRecord(line)) return { why: 'not_an_object', what: oneLine(JSON.stringify(line)).slice(0, 80) }
  const labels = [oneLine(line['main_drug']), oneLine(line['plus_drug'])] as const
  const what = labels.join(' + ')
  if (labels.some((label) => foldText(label) === '')) return { why: 'no_label', what }
  const given = line['severity_levels']
  if (!Array.isArray(given) || given.length === 0) return { why: 'no_level', what }
  const levels: Level[] = []
  for (const one of given as unknown[]) {
    const words = isRecord(one) ? oneLine(one['level']) : ''
    const level = levelOf(words)
    if (!level || !isRecord(one)) return { why: 'unknown_level', what: `${what}: ${words}` }
    const info = oneLine(withBlanks(one['info'], line['description']))
    levels.push({ level, info: info.replace(/^[:. ]+/, '') })
  }
  return { labels, levels, mechanism: oneLine(line['interaction_mechanism']) }
}

function readSubstances(lines: readonly unknown[], rejected: RejectedLine[]) {
  const substances = new Map<string, string>()
  const classes = new Map<string, { shown: string; members: Set<string> }>()
  for (const [index, line] of lines.entries()) {
    const shown = isRecord(line) ? oneLine(line['substance']) : ''
    const of = isRecord(line) ? (line['drug_classes'] ?? []) : []
    if (foldText(shown) === '' || !Array.isArray(of) || of.some((name) => typeof name !== 'string')) {
      const what = shown || oneLine(JSON.stringify(line)).slice(0, 80)
      rejected.push({ file: 'substances', index, why: 'no_substance', what })
      continue
    }
    const name = substanceName(shown)
    substances.set(name, later(substances.get(name), shown))
    for (const label of of as string[]) {
      const key = foldText(label)
      const held = classes.get(key)
      const members = held?.members ?? new Set<string>()
      classes.set(key, { shown: later(held?.shown, oneLine(label)), members: members.add(name) })
    }
  }

  const labelOf = (label: string): Label & { isKnown: boolean } => {
    const key = foldText(label)
    const food = FOODS.find(([pattern]) => pattern.test(key))?.[1]
    if (food) return { shown: label.toLowerCase(), atc: [food], substances: [], isKnown: true }
    const group = classes.get(key)
    const name = substanceName(label)
    const alone = substances.get(name)
    return {
      shown: group?.shown ?? alone ?? label.toLowerCase(),
      atc: [],
      // Insulin is both: a class of its kinds, and a word for any of them.
      substances: [...new Set([...(group?.members ?? []), ...(alone || !group ? [name] : [])])].sort(
        byCodeUnits,
      ),
      isKnown: group !== undefined || alone !== undefined,
    }
  }
  return { count: lines.length, labelOf }
}

/** The rules of one pair: one for each level that any of its entries names, the gravest first. */
function rulesOf(
  entries: readonly Entry[],
  standsFor: (label: string) => Label,
  source: string,
): InteractionRule[] {
  // Whichever direction the file begins with, the rule is the same.
  const [first, ...others] = [...entries].sort((one, other) => byCodeUnits(textOf(one), textOf(other)))
  if (!first) return []
  const [a, b] = first.labels.map((label) => ({ label, ...standsFor(label) })) as [
    Label & { label: string },
    Label & { label: string },
  ]
  const all = [first, ...others]
  const named = INTERACTION_LEVELS.filter((level) =>
    all.some(({ levels }) => levels.some((one) => one.level === level)),
  )
  const isBound = first.labels.some((label) => BOUND_LABEL.test(plainBrackets(label)))
  return named.map((level) => {
    const infos = distinct(
      all
        .flatMap(({ levels }) => levels)
        .filter((one) => one.level === level)
        .map(({ info }) => info),
    )
    const mechanism = all.find(({ levels }) => levels.some((one) => one.level === level))?.mechanism ?? ''
    return {
      id: idOf(first.labels, level),
      a: a.shown,
      aAtc: a.atc,
      ...(a.substances.length > 0 ? { aSubstances: a.substances } : {}),
      b: b.shown,
      bAtc: b.atc,
      ...(b.substances.length > 0 ? { bSubstances: b.substances } : {}),
      level,
      mechanism,
      action: infos.join(' ; ') || CONDUCT[level],
      source: `${source}: ${first.labels.join(' + ')}`,
      confidence: 'imported',
      conditional: named.length > 1 || isBound || infos.some((info) => BOUND_TEXT.test(info)),
    }
  })
}

/** Of two spellings the same one, whichever comes first; accents come after bare letters. */
const later = (held: string | undefined, other: string) => (held !== undefined && held > other ? held : other)

const textOf = ({ labels, mechanism }: Entry) => [...labels, mechanism].join('\n')
const distinct = (texts: readonly string[]) => [...new Set(texts.filter(Boolean))]
/** Brackets are what `foldText` takes away. */
const plainBrackets = (label: string) => label.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')

/** From the two labels, in either order, and the level: stays when the wording is revised. */
const idOf = (labels: readonly string[], level: InteractionLevel) =>
  createHash('sha256')
    .update([...labels.map(foldText).sort(byCodeUnits), level].join('\n'))
    .digest('hex')
    .slice(0, 12)
