import type * as Y from 'yjs'
import { cardsOf, columnsOf } from './board.ts'
import {
  arrange,
  readArchivedColumns,
  readCardOf,
  readColumns,
  type Board,
  type BoardCard,
  type BoardColumn,
} from './read-board.ts'

/** Follows a document and reads again only what was changed in it. */
export interface BoardReader {
  /**
   * The board as it is now. Whatever did not change since the last reading is the very same object: what is drawn
   * from it need not be drawn again.
   */
  read(): Board
  stop(): void
}

export function createBoardReader(doc: Y.Doc): BoardReader {
  const cards = new Map<string, BoardCard>()
  const stale = new Set<string>(cardsOf(doc).keys())
  let held: Board = { columns: [], archivedCards: [], archivedColumns: [] }
  let areColumnsStale = true

  const onCards: Parameters<Y.Map<unknown>['observeDeep']>[0] = (events) => {
    for (const { path, changes } of events) {
      if (path.length > 0) stale.add(String(path[0]))
      else for (const id of changes.keys.keys()) stale.add(id)
    }
  }
  const onColumns = () => (areColumnsStale = true)
  cardsOf(doc).observeDeep(onCards)
  columnsOf(doc).observeDeep(onColumns)

  /** @returns whether any card is another than before */
  function readStale(): boolean {
    let isOther = false
    for (const id of stale) {
      const card = readCardOf(doc, id)
      const known = cards.get(id)
      if (!card || (known && isSameCard(known, card))) continue
      cards.set(id, card)
      isOther = true
    }
    stale.clear()
    return isOther
  }

  return {
    read() {
      if (!readStale() && !areColumnsStale) return held
      areColumnsStale = false
      const board = arrange(readColumns(doc), readArchivedColumns(doc), [...cards.values()])
      held = {
        columns: keepList(
          held.columns,
          board.columns.map((column) => keepColumn(held, column)),
        ),
        archivedCards: keepList(held.archivedCards, board.archivedCards),
        archivedColumns: board.archivedColumns,
      }
      return held
    },
    stop() {
      cardsOf(doc).unobserveDeep(onCards)
      columnsOf(doc).unobserveDeep(onColumns)
    },
  }
}

function keepColumn(held: Board, column: BoardColumn): BoardColumn {
  const before = held.columns.find(({ id }) => id === column.id)
  if (!before) return column
  const cards = keepList(before.cards, column.cards)
  const isSame = cards === before.cards && before.title === column.title && before.order === column.order
  return isSame ? before : { ...column, cards }
}

const keepList = <Item>(before: readonly Item[], now: readonly Item[]): readonly Item[] =>
  before.length === now.length && before.every((item, index) => item === now[index]) ? before : now

/** Cards are plain values, made by one function with their fields in one order. */
const isSameCard = (one: BoardCard, other: BoardCard) => JSON.stringify(one) === JSON.stringify(other)
