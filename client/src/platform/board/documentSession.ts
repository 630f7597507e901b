import {
  createBoardConnection,
  type BoardConnection,
  type BoardConnectionOptions,
  type BoardConnectionState,
  type BoardPresence,
} from '@colloque/sdk'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import * as Y from 'yjs'

/**
 * One co-edited document while it is open: its content, drawn anew once a frame, and what must be known of its
 * saving. A screen binds `content` and `state`, and edits `connection.doc` through the operations of
 * `@colloque/board`, never otherwise. `connection.doc` is another document after a refusal: whatever is bound to
 * it (an editor) is keyed by `state.generation`.
 */
export interface DocumentSession<Content> {
  readonly connection: BoardConnection
  readonly content: Readonly<ShallowRef<Content>>
  readonly state: Readonly<ShallowRef<BoardConnectionState>>
  /** Everybody else who has the document open, oneself on another device left out. */
  readonly present: Readonly<ShallowRef<readonly BoardPresence[]>>
  /** Whether there is something to read, from the server or the device: before that, an empty one says nothing. */
  readonly isLoaded: Readonly<Ref<boolean>>
  /** ISO instant; null while the server is in reach, and during the first moments without it. */
  readonly offlineSince: Readonly<Ref<string | null>>
  /** Cards, entries or texts with edits that the server has not confirmed; 0 a moment after the last confirmation. */
  readonly pending: ComputedRef<number>
  readonly canUndo: Readonly<Ref<boolean>>
  readonly canRedo: Readonly<Ref<boolean>>
  undo(): void
  redo(): void
  /** Resolves when the device has what it keeps of it. */
  close(): Promise<void>
}

/** What one kind of document has of its own. */
export interface DocumentParts<Content> {
  readonly name: string
  /** Before anything was read. */
  readonly empty: Content
  /** Asked anew for each copy of the document. */
  createReader(doc: Y.Doc): { read(): Content; stop(): void }
  createUndo(doc: Y.Doc): Y.UndoManager
}

export type DocumentAccess = Pick<BoardConnectionOptions, 'accountId' | 'getToken' | 'store' | 'role'>

/** A connection that breaks and heals within this is nobody's concern: nothing that is unsaved is called saved. */
const OFFLINE_AFTER_MS = 2_000
/** So that « Enregistré » does not flicker at each letter: said late, never early. */
const SAVED_AFTER_MS = 300

export function openDocumentSession<Content>(
  { name, empty, createReader, createUndo }: DocumentParts<Content>,
  access: DocumentAccess,
): DocumentSession<Content> {
  const connection = createBoardConnection({
    url: `${location.origin.replace(/^http/, 'ws')}/yjs`,
    document: name,
    ...access,
  })
  // Present only while the document is looked at: whoever shows it says so.
  connection.setPresence(null)

  const content = shallowRef(empty) as ShallowRef<Content>
  const state = shallowRef(connection.state)
  const present = shallowRef<readonly BoardPresence[]>([])
  const isLoaded = ref(false)
  const offlineSince = ref<string | null>(null)
  const isQuiet = ref(true)
  const touched = shallowRef<ReadonlySet<string>>(new Set())
  const canUndo = ref(false)
  const canRedo = ref(false)
  const pending = computed(() => (isQuiet.value ? 0 : Math.max(1, touched.value.size)))

  let bound = bind(connection.doc)
  let frame = 0
  let offlineTimer: ReturnType<typeof setTimeout> | undefined
  let quietTimer: ReturnType<typeof setTimeout> | undefined

  /** Follows one document until a refusal replaces it. */
  function bind(doc: Y.Doc) {
    const reader = createReader(doc)
    const undo = createUndo(doc)
    const showUndo = () => {
      canUndo.value = undo.undoStack.length > 0
      canRedo.value = undo.redoStack.length > 0
    }
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.changed.size === 0) return
      if (transaction.local)
        touched.value = new Set([...(state.value.saved ? [] : touched.value), ...entriesOf(transaction)])
      readSoon()
    })
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) {
      undo.on(event, showUndo)
    }
    showUndo()
    const release = () => {
      undo.destroy()
      reader.stop()
    }
    return { doc, undo, reader, release }
  }

  function readSoon() {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      content.value = bound.reader.read()
    })
  }

  function follow(now: BoardConnectionState) {
    if (bound.doc !== connection.doc) {
      bound.release()
      bound = bind(connection.doc)
      readSoon()
    }
    if (now.loaded && !isLoaded.value) {
      content.value = bound.reader.read()
      isLoaded.value = true
    }
    followReach(now.connection === 'online')
    followSaving(now.saved)
    state.value = now
  }

  function followReach(isOnline: boolean) {
    if (isOnline) {
      clearTimeout(offlineTimer)
      offlineTimer = undefined
      offlineSince.value = null
    } else if (!offlineTimer) {
      const since = new Date().toISOString()
      offlineTimer = setTimeout(() => (offlineSince.value = since), OFFLINE_AFTER_MS)
    }
  }

  function followSaving(isSaved: boolean) {
    if (isSaved === (quietTimer !== undefined || isQuiet.value)) return
    clearTimeout(quietTimer)
    quietTimer = undefined
    if (!isSaved) isQuiet.value = false
    else {
      quietTimer = setTimeout(() => {
        quietTimer = undefined
        isQuiet.value = true
      }, SAVED_AFTER_MS)
    }
  }

  const unlisten = [
    connection.subscribe(follow),
    connection.subscribePresence((others) => {
      present.value = others.filter(({ user }) => user.id !== access.accountId)
    }),
  ]
  follow(connection.state)

  return {
    connection,
    content,
    state,
    present,
    isLoaded,
    offlineSince,
    pending,
    canUndo,
    canRedo,
    undo: () => void bound.undo.undo(),
    redo: () => void bound.undo.redo(),
    close() {
      for (const off of unlisten) off()
      cancelAnimationFrame(frame)
      clearTimeout(offlineTimer)
      clearTimeout(quietTimer)
      bound.release()
      return connection.destroy()
    },
  }
}

/** What a transaction is about, each once: `cards/<id>`, or the root itself where it is one text. */
function entriesOf({ changed }: Y.Transaction): string[] {
  return [...changed].flatMap(([type, keys]) => {
    const path = pathOf(type)
    const isList = path.root instanceof Y.Map
    const below = path.root === type ? [...keys] : [path.entry]
    const name = Y.findRootTypeKey(path.root)
    return isList ? below.map((key) => `${name}/${key}`) : [name]
  })
}

type AnyType = ConstructorParameters<typeof Y.YEvent>[0]

/** The root that a type stands in, and its key right below the root. */
function pathOf(type: AnyType): { readonly root: AnyType; readonly entry: string | null } {
  let entry: string | null = null
  let root = type
  for (let item = root._item; item; item = root._item) {
    entry = item.parentSub
    root = item.parent as AnyType
  }
  return { root, entry }
}
