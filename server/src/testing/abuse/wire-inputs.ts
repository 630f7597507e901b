/**
 * Every JSON body and query that the API takes, as its own OpenAPI description tells, so that a new one is attacked
 * without anybody thinking of it.
 */
import type { TestPerson } from '../test-house.ts'

interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly schema: JsonSchema
}
interface Operation {
  readonly operationId?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
}
type Path = readonly (string | number)[]

export interface WireInput {
  readonly method: string
  /** Under /api/v1, with `{names}`. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** A body with every field that the schema knows. */
  readonly sample: unknown
  /** Where in it something stands; an object comes before what is in it. */
  readonly fields: readonly Path[]
  /** Where in it an object stands, the whole of it included. */
  readonly objects: readonly Path[]
}

/** Strings for what a pattern asks; whichever fits first. */
const PATTERNED = [
  'x',
  'FREQ=DAILY',
  '0'.repeat(64),
  '08:30',
  'B01AA03',
  '0612345678',
  '123456',
  '10003456789',
  '180016900004201',
  'UTC',
  'x@y.fr',
  'https://x.example/x',
]
const FORMATTED: Readonly<Record<string, string>> = {
  uuid: '0192f3c0-1111-7000-8000-000000000009',
  'date-time': '2026-01-05T08:00:00.000Z',
  date: '2026-01-05',
  email: 'x@essais.example',
  uri: 'https://x.example/x',
}
const DEPTH_MOST = 8

/** Reads what a server says of itself. */
export async function readWireInputs(url: string): Promise<readonly WireInput[]> {
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  const resolve = (schema: JsonSchema): JsonSchema => {
    const resolved = schema.$ref ? (valueAt(document, schema.$ref.split('/').slice(1)) as JsonSchema) : schema
    const choice =
      (resolved.anyOf ?? resolved.oneOf)?.find((one) => one.type !== 'null') ?? resolved.allOf?.[0]
    return choice ? resolve(choice) : resolved
  }
  const sampleOf = (given: JsonSchema, depth = 0): unknown => {
    const schema = resolve(given)
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return schema.enum[0]
    if (schema.properties) {
      if (depth > DEPTH_MOST) return {}
      const entries = Object.entries(schema.properties)
      return Object.fromEntries(entries.map(([name, of]) => [name, sampleOf(of, depth + 1)]))
    }
    switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
      case 'array':
        return depth > DEPTH_MOST
          ? []
          : (schema.prefixItems ?? (schema.items ? [schema.items] : [])).map((of) => sampleOf(of, depth + 1))
      case 'integer':
      case 'number':
        return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
      case 'boolean':
        return true
      case 'object':
        return {}
      default:
        return textOf(schema)
    }
  }
  const inputs: WireInput[] = []
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
      const schema = requestBody?.content['application/json']?.schema
      const sample = schema ? sampleOf(schema) : undefined
      const fields = [...pathsIn(sample)]
      const objects = schema ? [[], ...fields].filter((at) => isObject(valueAt(sample, at))) : []
      inputs.push({ method: method.toUpperCase(), path, parameters, sample, fields, objects })
    }
  return inputs
}

function textOf({ format, pattern, minLength = 1 }: JsonSchema): string {
  const formatted = format === undefined ? undefined : FORMATTED[format]
  if (formatted !== undefined) return formatted
  if (pattern === undefined) return 'x'.repeat(minLength)
  return PATTERNED.find((text) => new RegExp(pattern, 'u').test(text)) ?? 'x'.repeat(minLength)
}

function* pathsIn(value: unknown, at: Path = []): Iterable<Path> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    yield path
    yield* pathsIn(inner, path)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((at: unknown, key) => (at as Record<string | number, unknown> | undefined)?.[key], value)

/** A copy with another value in one place. */
export function withValue(value: unknown, path: Path, inner: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return inner
  if (Array.isArray(value))
    return value.map((one, index) => (index === key ? withValue(one, rest, inner) : (one as unknown)))
  const own = value as Record<string, unknown>
  return { ...own, [key]: withValue(own[key], rest, inner) }
}

/** An address with a value for each of its parameters. */
export const addressOf = ({ path, parameters }: WireInput): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const schema = parameters.find((one) => one.name === name)?.schema
    return encodeURIComponent(schema ? textOf(schema) : (FORMATTED['uuid'] as string))
  })

/** Sends a body as it is written. */
export async function sendRaw(
  url: string,
  person: TestPerson,
  { method, path }: { readonly method: string; readonly path: string },
  body?: string,
): Promise<{ status: number; body: { error?: { code: string; data: { issues?: { path: string }[] } } } }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
}

/** Runs over many with a few at a time. */
export async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  atOnce = 8,
): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}
