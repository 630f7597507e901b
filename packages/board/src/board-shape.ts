import { z } from 'zod'
import type { DocKind } from './doc-name.ts'
import { PLAN_SHAPE } from './plan-shape.ts'
import { META } from './roots.ts'
import type { DocumentShape } from './shape.ts'
import {
  AccountIdSchema,
  ColumnTitleSchema,
  DueSchema,
  InstantSchema,
  KEY,
  LINK_KEY,
  MAX_TITLE,
  OrderSchema,
  PlaceSchema,
} from './values.ts'

/** Published root names; see docs/boards.md. Renaming one is a migration of every stored document. */
export const COLUMNS = 'columns'
export const CARDS = 'cards'
export const TEXT = 'text'

/** Version of the shapes below, in `meta.schema`. */
export const BOARD_SCHEMA = 1

/** A case's board. */
export const BOARD_SHAPE: DocumentShape = {
  [META]: { type: 'record', fields: { schema: { value: z.literal(BOARD_SCHEMA) } } },
  [COLUMNS]: {
    type: 'map',
    key: KEY,
    maxEntries: 200,
    entry: {
      nested: {
        type: 'record',
        fields: {
          title: { value: ColumnTitleSchema },
          order: { value: OrderSchema },
          archived: { value: InstantSchema, optional: true },
        },
      },
    },
  },
  [CARDS]: {
    type: 'map',
    key: KEY,
    maxEntries: 5000,
    entry: {
      nested: {
        type: 'record',
        fields: {
          title: { nested: { type: 'text', maxLength: MAX_TITLE } },
          body: { nested: { type: 'richText' } },
          place: { value: PlaceSchema },
          links: {
            nested: {
              type: 'map',
              key: LINK_KEY,
              maxEntries: 100,
              entry: { value: z.literal(true), optional: true },
            },
          },
          due: { value: DueSchema, optional: true },
          archived: { value: InstantSchema, optional: true },
          createdBy: { value: AccountIdSchema, fixed: true, author: true },
          createdAt: { value: InstantSchema, fixed: true },
        },
      },
    },
  },
}

/** Minutes and protocol drafts: one rich text. */
export const TEXT_SHAPE: DocumentShape = { [TEXT]: { type: 'richText' } }

/** What a document of this kind may hold. */
export function shapeOf(kind: DocKind): DocumentShape {
  if (kind === 'plan') return PLAN_SHAPE
  return kind === 'board' ? BOARD_SHAPE : TEXT_SHAPE
}
