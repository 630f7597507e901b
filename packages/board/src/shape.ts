import type { z } from 'zod'

/**
 * A small language for what a document may hold: which types under which keys, and which values. The server
 * checks every struct of every change against it (`checkTransaction`), so that nothing that a client's own
 * code would never write is ever stored.
 */
export type Shape = RecordShape | MapShape | TextShape | RichTextShape

/** A Y.Map with known keys. */
export interface RecordShape {
  readonly type: 'record'
  readonly fields: Readonly<Record<string, ValueField | NestedField>>
}

/** A Y.Map whose keys are ids. Nested entries are never removed: what is deleted carries a mark. */
export interface MapShape {
  readonly type: 'map'
  readonly key: RegExp
  readonly maxEntries: number
  readonly entry: ValueField | NestedField
}

/** A Y.Text without formatting. */
export interface TextShape {
  readonly type: 'text'
  readonly maxLength: number
}

/** A Y.XmlFragment as Tiptap writes it. */
export interface RichTextShape {
  readonly type: 'richText'
}

export interface ValueField {
  readonly value: z.ZodType
  /** May be absent, and removed again. */
  readonly optional?: true
  /** Written with the record that holds it, and never again. */
  readonly fixed?: true
  /** Must be the id of the account that writes it. */
  readonly author?: true
}

export interface NestedField {
  readonly nested: Shape
}

/** A root, and who may write in it. */
export type RootShape = Shape & {
  /** Whether a person with this role may change anything below this root. Absent: whoever may write at all. */
  readonly writers?: (role: string) => boolean
}

/** The roots of one kind of document. */
export type DocumentShape = Readonly<Record<string, RootShape>>

/** Who makes a change: what a shape's rules ask of them. */
export interface ChangeAuthor {
  readonly accountId: string
  /** The profession they have in the case's circle; empty where they have none. */
  readonly role: string
}
