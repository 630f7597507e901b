/** The dossier as somebody reads or prints it: one page by itself, without script, everything in it escaped. */
import type { EntityState, EntityType, ProtocolRun } from '@colloque/domain'
import { fieldWord, SECTIONS, TITLES, valueWord, type Language } from './readable-words.ts'

export interface Readable {
  readonly title: string
  readonly exportedAt: string
  readonly exportedBy: string
  readonly language: Language
  /** Of accounts, by their id. */
  readonly names: ReadonlyMap<string, string>
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c}
h1{font-size:1.6rem}h2{margin-top:2rem;border-bottom:1px solid #999}article{margin:1rem 0;break-inside:avoid}
dl{display:grid;grid-template-columns:12rem 1fr;gap:.1rem 1rem;margin:.3rem 0}dt{color:#555}dd{margin:0;white-space:pre-wrap}
footer,.by{color:#555;font-size:.85rem}@media print{body{margin:0;max-width:none}}`

/** Fields that say nothing to a reader, or say again what stands elsewhere. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['meetingId', 'formerMeetingId', 'agendaItemId', 'decisionIds', 'taskId', 'tellTaskId'],
  ...['protocolId', 'thresholdIds', 'delegationIds', 'docSeq', 'run'],
  ...['messageId', 'measurementId', 'measurementIds'],
  'caseId',
  'conversationId',
  'body',
  'terms',
  'sha256',
  'textHash',
])

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** @param entities what stands, of all streams of the dossier @param documents texts under their titles */
export function* readableHtml(
  about: Readable,
  entities: readonly EntityState[],
  documents: Iterable<{ readonly title: string; readonly text: string }>,
): Generator<string> {
  const { title, language, exportedAt, exportedBy } = about
  yield `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`
  yield `<style>${STYLE}</style></head><body><h1>${escapeHtml(title)}</h1>`
  yield `<p class="by">${TITLES.exported[language]} ${instant(exportedAt, about)} ${TITLES.by[language]} ${escapeHtml(exportedBy)}</p>\n`
  for (const [type, heading] of sections(entities)) {
    yield `<section><h2>${escapeHtml(heading?.[language] ?? type)}</h2>\n`
    for (const entity of entities) if (entity.type === type) yield article(entity, about)
    yield '</section>\n'
  }
  for (const { title: heading, text } of documents)
    yield `<section><h2>${escapeHtml(heading)}</h2><dl><dd>${escapeHtml(text)}</dd></dl></section>\n`
  yield '</body></html>\n'
}

type Section = readonly [type: string, heading: Readonly<Record<Language, string>> | undefined]

function sections(entities: readonly EntityState[]): Section[] {
  const there = new Set(entities.map(({ type }) => type))
  const known = Object.keys(SECTIONS)
  const others = [...there].filter((type) => !known.includes(type)).sort()
  return [...known.filter((type) => there.has(type)), ...others].map((type) => [
    type,
    SECTIONS[type as EntityType],
  ])
}

function article({ type, after, createdAt, createdBy }: EntityState, about: Readable): string {
  const { language, names } = about
  const author = escapeHtml(names.get(createdBy) ?? createdBy)
  const by = `<p class="by">${TITLES.written[language]} ${author}, ${instant(createdAt, about)}</p>`
  return `<article>${fields(toldOf(type, after), about)}${by}</article>\n`
}

/** A run carries its protocol whole: its reader is told which one, and what came of it here. */
function toldOf(type: string, after: unknown): Readonly<Record<string, unknown>> {
  if (type !== 'protocolRun') return after as Record<string, unknown>
  const { content, steps, ...run } = after as ProtocolRun
  const titles = steps.map(({ key, at }) => ({
    title: content.steps.find((step) => step.key === key)?.title ?? key,
    at,
  }))
  return { name: content.name, purpose: content.purpose, source: content.source, ...run, steps: titles }
}

function fields(state: Readonly<Record<string, unknown>>, about: Readable): string {
  const rows = Object.entries(state).flatMap(([key, value]) => {
    if (LEFT_OUT.has(key) || isEmpty(value)) return []
    return [`<dt>${escapeHtml(fieldWord(key, about.language))}</dt><dd>${shown(value, about)}</dd>`]
  })
  return `<dl>${rows.join('')}</dl>`
}

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

function shown(value: unknown, about: Readable): string {
  if (Array.isArray(value)) return value.map((item) => shown(item, about)).join(', ')
  if (value !== null && typeof value === 'object') return fields(value as Record<string, unknown>, about)
  const text = String(value)
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return instant(text, about)
  return escapeHtml(about.names.get(text) ?? valueWord(text, about.language))
}

/** In the houses’ own zone. */
const instant = (at: string, { language }: Pick<Readable, 'language'>): string =>
  escapeHtml(
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      timeZone: 'Europe/Paris',
      dateStyle: 'long',
      timeStyle: 'short',
    }).format(new Date(at)),
  )
