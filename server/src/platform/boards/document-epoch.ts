import { checkTransaction } from '@colloque/board'
import type { DocumentShape, Shape } from '@colloque/board'
import * as Y from 'yjs'
import { UpdateFault } from './inspect-update.ts'
import { createServerDoc } from './shadow.ts'

/**
 * An epoch is a document made anew from its own values. Yjs keeps the place of whatever was deleted, and takes
 * in the words again from any copy that still has them: to erase something, the content goes under client ids
 * that no copy knows, and those of before are retired.
 */

/** Thrown at work on a document whose epoch has ended meanwhile: it is done again on the new one. */
export class EpochEnded extends Error {}

/**
 * What `change` leaves of a document, as one update under a fresh client id and without tombstones.
 * @throws UpdateFault when what is left breaks the document's rules, and what `change` throws
 */
export function rebuild(current: Y.Doc, shape: DocumentShape, change: (doc: Y.Doc) => void): Uint8Array {
  const source = createServerDoc()
  const fresh = createServerDoc()
  try {
    Y.applyUpdate(source, Y.encodeStateAsUpdate(current))
    source.transact(() => change(source))
    let fault: ReturnType<typeof checkTransaction>
    fresh.once('afterTransaction', (transaction: Y.Transaction) => {
      fault = checkTransaction(transaction, shape, { accountId: 'system:epoch', role: '' })
    })
    fresh.transact(() => {
      for (const [name, root] of Object.entries(shape)) copyRoot(source, fresh, name, root)
    })
    if (fault!) throw new UpdateFault(fault.code)
    return Y.encodeStateAsUpdate(fresh)
  } finally {
    source.destroy()
    fresh.destroy()
  }
}

function copyRoot(source: Y.Doc, fresh: Y.Doc, name: string, { type }: Shape): void {
  switch (type) {
    case 'richText': {
      const nodes = source.getXmlFragment(name).toArray()
      return fresh
        .getXmlFragment(name)
        .insert(0, nodes.map((node) => node.clone()) as (Y.XmlElement | Y.XmlText)[])
    }
    case 'text':
      return fresh.getText(name).applyDelta(source.getText(name).toDelta())
    case 'map':
    case 'record': {
      const target = fresh.getMap<unknown>(name)
      for (const [key, value] of source.getMap<unknown>(name)) {
        target.set(key, value instanceof Y.AbstractType ? value.clone() : value)
      }
    }
  }
}
