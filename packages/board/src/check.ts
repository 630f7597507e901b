import * as Y from 'yjs'
import { MAX_NESTING, isAllowedAttribute, isAllowedMark, isAllowedNode } from './rich-text.ts'
import type {
  ChangeAuthor,
  DocumentShape,
  MapShape,
  NestedField,
  RecordShape,
  RootShape,
  Shape,
  ValueField,
} from './shape.ts'
import { MAX_TEXT } from './values.ts'

/** Why a change is refused: which rule, and where. Never the words themselves. */
export interface ChangeFault {
  readonly code: 'root' | 'role' | 'type' | 'key' | 'value' | 'author' | 'deletion' | 'size' | 'nesting'
  /** `cards/<id>/title`: keys from the root on. */
  readonly at: string
}

/** Where a type stands: its rule, its path, and the depth of nodes in rich text. */
interface Place {
  readonly root: RootShape
  readonly rule: Shape | { readonly type: 'node' | 'nodeText' }
  readonly path: string
  readonly depth: number
}

class Refusal extends Error {
  readonly fault: ChangeFault

  constructor(code: ChangeFault['code'], at: string) {
    super(code)
    this.fault = { code, at }
  }
}

type AnyType = Y.AbstractType<unknown>

/**
 * Checks what one transaction did to a document: each struct it added and each it deleted, whatever their
 * parent's fate (Yjs fires no event for an insert under a deleted parent, and stores it all the same).
 * Call it in the document's `afterTransaction`, before deleted content is collected.
 * @param author who made the change; `system:<what>` may write as anybody and everywhere
 * @returns the first fault, or undefined when the change may stand
 */
export function checkTransaction(
  transaction: Y.Transaction,
  shape: DocumentShape,
  author: ChangeAuthor,
): ChangeFault | undefined {
  try {
    new TransactionCheck(transaction, shape, author).run()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.fault
    throw error
  }
}

class TransactionCheck {
  readonly #transaction: Y.Transaction
  readonly #shape: DocumentShape
  readonly #author: ChangeAuthor
  readonly #places = new Map<AnyType, Place>()

  constructor(transaction: Y.Transaction, shape: DocumentShape, author: ChangeAuthor) {
    this.#transaction = transaction
    this.#shape = shape
    this.#author = author
  }

  run(): void {
    const { doc } = this.#transaction
    for (const root of doc.share.keys()) if (!Object.hasOwn(this.#shape, root)) throw new Refusal('root', '')
    this.#eachAdded((item) => this.#checkAdded(item))
    Y.iterateDeletedStructs(this.#transaction, this.#transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item) this.#checkDeleted(struct)
    })
  }

  #eachAdded(check: (item: Y.Item) => void): void {
    const { afterState, beforeState, doc } = this.#transaction
    for (const [client, end] of afterState) {
      const start = beforeState.get(client) ?? 0
      if (end === start) continue
      const structs = doc.store.clients.get(client)!
      for (let index = Y.findIndexSS(structs, start); index < structs.length; index += 1) {
        const struct = structs[index]!
        if (struct instanceof Y.Item) check(struct)
      }
    }
  }

  #isNew(item: Y.Item): boolean {
    return item.id.clock >= (this.#transaction.beforeState.get(item.id.client) ?? 0)
  }

  #checkAdded(item: Y.Item): void {
    const parent = item.parent
    // Its parent was collected: Yjs keeps the length and drops the content.
    if (!(parent instanceof Y.AbstractType)) return
    const place = this.#writablePlaceOf(parent)
    if (place.rule.type === 'record' || place.rule.type === 'map') {
      return this.#checkEntry(item, parent, place, place.rule)
    }
    if (item.content instanceof Y.ContentDeleted) return
    switch (place.rule.type) {
      case 'text':
        return this.#checkPlainText(item, parent, place, place.rule.maxLength)
      case 'richText':
        return this.#checkNode(item, place)
      case 'node':
        return item.parentSub === null
          ? this.#checkNode(item, place)
          : this.#checkAttribute(item, parent, place)
      case 'nodeText':
        return this.#checkNodeText(item, parent, place)
    }
  }

  #checkEntry(item: Y.Item, parent: AnyType, place: Place, rule: RecordShape | MapShape): void {
    const key = item.parentSub
    if (key === null) throw new Refusal('type', place.path)
    const field = fieldOf(rule, key)
    if (!field) throw new Refusal('key', place.path)
    const at = `${place.path}/${key}`
    if (rule.type === 'map' && parent._map.size > rule.maxEntries) throw new Refusal('size', place.path)
    if (item.content instanceof Y.ContentDeleted) return
    if ('nested' in field) {
      if (!(item.content instanceof Y.ContentType)) throw new Refusal('type', at)
      const { type } = item.content
      if (!isOfShape(type, field.nested)) throw new Refusal('type', at)
      if (field.nested.type === 'record') checkComplete(type, field.nested, at)
      return
    }
    this.#checkValue(item, parent, field, at)
  }

  #checkValue(item: Y.Item, parent: AnyType, field: ValueField, at: string): void {
    const value = soleValue(item)
    if (!isPlain(value) || !field.value.safeParse(value).success) throw new Refusal('value', at)
    if (field.fixed && parent._item && !this.#isNew(parent._item)) throw new Refusal('value', at)
    if (field.author && !this.#isAuthor(value)) throw new Refusal('author', at)
  }

  #isAuthor(value: unknown): boolean {
    return value === this.#author.accountId || isSystem(this.#author.accountId)
  }

  #checkPlainText(item: Y.Item, parent: AnyType, place: Place, maxLength: number): void {
    if (item.parentSub !== null || !(item.content instanceof Y.ContentString)) {
      throw new Refusal('type', place.path)
    }
    if (parent._length > maxLength) throw new Refusal('size', place.path)
  }

  #checkNode(item: Y.Item, place: Place): void {
    if (item.parentSub !== null || !(item.content instanceof Y.ContentType)) {
      throw new Refusal('type', place.path)
    }
    const type: unknown = item.content.type
    if (type instanceof Y.XmlText) return
    const isElement = type instanceof Y.XmlElement && !(type instanceof Y.XmlHook)
    if (!isElement || !isAllowedNode(type.nodeName)) throw new Refusal('type', place.path)
    if (place.depth >= MAX_NESTING) throw new Refusal('nesting', place.path)
  }

  #checkAttribute(item: Y.Item, parent: AnyType, place: Place): void {
    const node = (parent as unknown as Y.XmlElement).nodeName
    if (!isAllowedAttribute(node, item.parentSub!, soleValue(item))) throw new Refusal('value', place.path)
  }

  #checkNodeText(item: Y.Item, parent: AnyType, place: Place): void {
    if (item.parentSub !== null) throw new Refusal('type', place.path)
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      if (!isAllowedMark(content.key, content.value)) throw new Refusal('value', place.path)
    } else if (!(content instanceof Y.ContentString)) {
      throw new Refusal('type', place.path)
    }
    if (parent._length > MAX_TEXT) throw new Refusal('size', place.path)
  }

  #checkDeleted(item: Y.Item): void {
    const parent = item.parent
    if (!(parent instanceof Y.AbstractType)) return
    const { rule, path } = this.#writablePlaceOf(parent)
    if (rule.type !== 'record' && rule.type !== 'map') return
    const key = item.parentSub
    const field = key === null ? undefined : fieldOf(rule, key)
    // A key that no rule knows was refused when added.
    if (key === null || !field) throw new Refusal('key', path)
    if ('nested' in field) throw new Refusal('deletion', `${path}/${key}`)
    // A value that was replaced is deleted too; a required one must have its successor.
    const current = parent._map.get(key)
    if (!field.optional && (!current || current.deleted)) throw new Refusal('deletion', `${path}/${key}`)
  }

  /** Where something was added or deleted: below a root that the author's role allows. */
  #writablePlaceOf(type: AnyType): Place {
    const place = this.#placeOf(type)
    if (!mayWrite(place.root, this.#author)) throw new Refusal('role', place.path)
    return place
  }

  #placeOf(type: AnyType): Place {
    const known = this.#places.get(type)
    if (known) return known
    const place = this.#findPlace(type)
    this.#places.set(type, place)
    return place
  }

  #findPlace(type: AnyType): Place {
    const item = type._item
    if (item === null) {
      for (const [name, root] of this.#transaction.doc.share) {
        if (root === type && Object.hasOwn(this.#shape, name)) {
          const shape = this.#shape[name]!
          return { root: shape, rule: shape, path: name, depth: 0 }
        }
      }
      throw new Refusal('root', '')
    }
    if (!(item.parent instanceof Y.AbstractType)) throw new Refusal('type', '')
    const parent = this.#placeOf(item.parent)
    if (parent.rule.type === 'record' || parent.rule.type === 'map') {
      const field = item.parentSub === null ? undefined : fieldOf(parent.rule, item.parentSub)
      if (!field || !('nested' in field)) throw new Refusal('type', parent.path)
      const path = `${parent.path}/${item.parentSub}`
      return { root: parent.root, rule: field.nested, path, depth: 0 }
    }
    if (parent.rule.type !== 'richText' && parent.rule.type !== 'node') throw new Refusal('type', parent.path)
    if (parent.depth > MAX_NESTING) throw new Refusal('nesting', parent.path)
    const rule = { type: type instanceof Y.XmlText ? ('nodeText' as const) : ('node' as const) }
    return { root: parent.root, rule, path: parent.path, depth: parent.depth + 1 }
  }
}

/** Whether somebody may write below a root. The server itself, as `system:<what>`, may everywhere. */
export function mayWrite(root: RootShape, { accountId, role }: ChangeAuthor): boolean {
  return !root.writers || isSystem(accountId) || root.writers(role)
}

const isSystem = (accountId: string) => accountId.startsWith('system:')

function fieldOf(rule: RecordShape | MapShape, key: string): ValueField | NestedField | undefined {
  if (rule.type === 'map') return rule.key.test(key) ? rule.entry : undefined
  return Object.hasOwn(rule.fields, key) ? rule.fields[key] : undefined
}

/** A new record must bring its required fields along: every reader may count on them. */
function checkComplete(record: AnyType, rule: RecordShape, at: string): void {
  for (const [key, field] of Object.entries(rule.fields)) {
    if ('value' in field && field.optional) continue
    const item = record._map.get(key)
    if (!item || item.deleted) throw new Refusal('value', `${at}/${key}`)
  }
}

function isOfShape(type: unknown, shape: Shape): boolean {
  if (shape.type === 'text') return type instanceof Y.Text && !(type instanceof Y.XmlText)
  if (shape.type === 'richText') return type instanceof Y.XmlFragment && !(type instanceof Y.XmlElement)
  return type instanceof Y.Map && !(type instanceof Y.XmlHook)
}

function soleValue(item: Y.Item): unknown {
  const values = item.content instanceof Y.ContentAny ? item.content.arr : []
  return values.length === 1 ? values[0] : undefined
}

/** Objects as the decoder of values builds them, unless a key was `__proto__`. */
function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === Object.prototype
}
