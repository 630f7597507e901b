/** What every query is made of. */
import { IdSchema, InstantSchema } from '@colloque/domain'
import { z } from 'zod'

export const identified = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) =>
  z.object({ ...schema.shape, id: IdSchema, rev: z.number().int().positive() })

/** Whole numbers arrive as text in a URL. */
export const whole = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum)
export const page = { cursor: z.string().max(200).optional(), limit: whole(1, 200).default(50) }
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    /** The head of the stream that the items stand at; 0 where they come from several. */
    seq: z.number().int(),
    next: z.string().nullable(),
  })

export const ChangeSchema = z.object({
  v: z.number().int(),
  stream: z.string(),
  seq: z.number().int().positive(),
  commandId: IdSchema,
  kind: z.string(),
  by: z.string(),
  at: InstantSchema,
  entities: z.array(
    z.object({ type: z.string(), id: IdSchema, rev: z.number().int().positive(), after: z.unknown() }),
  ),
})

export const EntityStateSchema = z.object({
  type: z.string(),
  id: IdSchema,
  rev: z.number().int().positive(),
  after: z.unknown(),
  createdSeq: z.number().int(),
  seq: z.number().int(),
  createdAt: InstantSchema,
  createdBy: z.string(),
  at: InstantSchema,
  by: z.string(),
})

export interface QueryDefinition<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> {
  readonly summary: string
  readonly path: string
  /**
   * Who may ask: anybody signed in, those who may read the case or stream in the path, who are in the team there or
   * manage it; a team is answered out of the cases that the asker may see.
   */
  readonly access: 'account' | 'case' | 'stream' | 'team' | 'teamManagement'
  readonly params: Params
  readonly query: Query
  readonly output: Output
}

export function query<Params extends z.ZodRawShape, Query extends z.ZodRawShape, Output extends z.ZodType>(
  summary: string,
  path: string,
  access: QueryDefinition['access'],
  params: Params,
  search: Query,
  output: Output,
) {
  return { summary, path, access, params: z.strictObject(params), query: z.strictObject(search), output }
}

export const id = { id: IdSchema }
export const stream = { stream: z.string().max(60) }
