import {
  CARDS,
  caseBoardDocName,
  COLUMNS,
  createBoardReader,
  createBoardUndo,
  DEFAULT_COLUMNS,
  type Board,
  type BoardCard,
} from '@colloque/board'
import {
  createBoardConnection,
  type BoardConnection,
  type BoardConnectionOptions,
  type BoardConnectionState,
  type BoardPresence,
} from '@colloque/sdk'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type * as Y from 'yjs'

/** One board while its case is open: its document, drawn anew once a frame, and what must be known of its saving. */
export interface BoardSession {
  readonly connection: BoardConnection
  readonly board: Readonly<ShallowRef<Board>>
  readonly state: Readonly<ShallowRef<BoardConnectionState>>
  /** The cards of « Besoins », in their order. */
  readonly needs: ComputedRef<readonly BoardCard[]>
  /** Everybody else who has the board open, oneself on another device left out. */
  readonly present: Readonly<ShallowRef<readonly BoardPresence[]>>
  /** Whether the server's copy has been here once: before that an empty board says nothing. */
  readonly isLoaded: Readonly<Ref<boolean>>
  /** ISO instant; null while the server is in reach, and during the first moments without it. */
  readonly offlineSince: Readonly<Ref<string | null>>
  /** Cards and columns with edits that the server has not confirmed; 0 a moment after the last confirmation. */
  readonly pending: ComputedRef<number>
  readonly canUndo: Readonly<Ref<boolean>>
  readonly canRedo: Readonly<Ref<boolean>>
  undo(): void
  redo(): void
  close(): void
}

/** A connection that breaks and heals within this is nobody's concern: nothing that is unsaved is called saved. */
const OFFLINE_AFTER_MS = 2_000
/** So that « Enregistré » does not flicker at each letter: said late, never early. */
const SAVED_AFTER_MS = 300
const NOTHING: Board = { columns: [], archivedCards: [], archivedColumns: [] }

export function openBoardSession(
  caseId: string,
  { accountId, getToken }: Pick<BoardConnectionOptions, 'accountId' | 'getToken'>,
): BoardSession {
  const connection = createBoardConnection({
    url: `${location.origin.replace(/^http/, 'ws')}/yjs`,
    document: caseBoardDocName(caseId),
    accountId,
    getToken,
  })
  // Present only while the board is looked at: whoever shows it says so.
  connection.setPresence(null)

  const board = shallowRef(NOTHING)
  const state = shallowRef(connection.state)
  const present = shallowRef<readonly BoardPresence[]>([])
  const isLoaded = ref(false)
  const offlineSince = ref<string | null>(null)
  const isQuiet = ref(true)
  const touched = shallowRef<ReadonlySet<string>>(new Set())
  const canUndo = ref(false)
  const canRedo = ref(false)
  const pending = computed(() => (isQuiet.value ? 0 : Math.max(1, touched.value.size)))

  const needs = computed(
    () => board.value.columns.find(({ id }) => id === DEFAULT_COLUMNS[0].id)?.cards ?? [],
  )

  let bound = bind(connection.doc)
  let frame = 0
  let offlineTimer: ReturnType<typeof setTimeout> | undefined
  let quietTimer: ReturnType<typeof setTimeout> | undefined

  /** Follows one document until a refusal replaces it. */
  function bind(doc: Y.Doc) {
    const roots = [doc.getMap(CARDS), doc.getMap(COLUMNS)]
    const undo = createBoardUndo(doc)
    const showUndo = () => {
      canUndo.value = undo.undoStack.length > 0
      canRedo.value = undo.redoStack.length > 0
    }
    const onEvents = (events: Y.YEvent<never>[], { local }: Y.Transaction) => {
      if (local)
        touched.value = new Set([...(state.value.saved ? [] : touched.value), ...events.flatMap(entriesOf)])
      readSoon()
    }
    for (const root of roots) root.observeDeep(onEvents as Parameters<typeof root.observeDeep>[0])
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) {
      undo.on(event, showUndo)
    }
    showUndo()
    return { doc, undo, reader: createBoardReader(doc) }
  }

  function readSoon() {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      board.value = bound.reader.read()
    })
  }

  function follow(now: BoardConnectionState) {
    if (bound.doc !== connection.doc) {
      bound.undo.destroy()
      bound.reader.stop()
      bound = bind(connection.doc)
      readSoon()
    }
    if (now.connection === 'online' && !isLoaded.value) {
      board.value = bound.reader.read()
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
      present.value = others.filter(({ user }) => user.id !== accountId)
    }),
  ]
  follow(connection.state)

  return {
    connection,
    board,
    needs,
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
      bound.undo.destroy()
      bound.reader.stop()
      connection.destroy()
    },
  }
}

/** The cards or columns, by id, that an event is about. */
function entriesOf(event: Y.YEvent<never>): string[] {
  return event.path.length > 0 ? [String(event.path[0])] : [...event.changes.keys.keys()]
}
