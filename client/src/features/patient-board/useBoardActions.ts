import {
  addCard,
  addColumn,
  addPerson,
  archiveCard,
  archiveColumn,
  linkCard,
  moveCard,
  moveColumn,
  removePerson,
  renameColumn,
  restoreCard,
  restoreColumn,
  setDue,
  unlinkCard,
  type BoardCard,
  type LinkType,
} from '@colloque/board'
import { useI18n } from 'vue-i18n'
import { v4 as newId } from 'uuid'
import { useAnnouncer } from '../../platform/announcer.ts'
import type { BoardSession } from '../../platform/board/boardSession.ts'
import { useDocumentActs } from '../../platform/document/useDocumentActs.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { useColumnTitle } from './columnTitle.ts'
import { isSamePlace, placeOf, stepFrom, type Direction, type Target } from './moves.ts'

export type BoardActions = ReturnType<typeof useBoardActions>

/** What a person does on the board: each act is one board operation, said to those who do not see it. Call in setup. */
export function useBoardActions(session: BoardSession) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const { attempt, attemptWithUndo } = useDocumentActs(session, () => t('patient-board.gone'))
  const sayDone = useUndoToast()
  const titleOfColumn = useColumnTitle()

  const columns = () => session.board.value.columns
  const titleOrNone = ({ title }: { readonly title: string }) => title.trim() || t('patient-board.untitled')

  function add(column: string, title: string, body = ''): string | undefined {
    const id = newId()
    const by = workspace.account?.id
    const isDone =
      by !== undefined && attempt((doc) => addCard(doc, { id, column, title, body, by, at: new Date() }))
    return isDone ? id : undefined
  }

  function move(card: BoardCard, target: Target) {
    if (isSamePlace(columns(), card.id, target)) return
    const back = standing(card)
    if (!attempt((doc) => moveCard(doc, card.id, target))) return
    requestAnimationFrame(() => {
      const words = placeWords(card)
      if (words) sayLast(words, back && (() => attempt((doc) => moveCard(doc, card.id, back))))
    })
  }

  /** Where a card stands, to put it back there. */
  function standing({ id }: BoardCard): Target | undefined {
    const place = placeOf(columns(), id)
    const next = place?.column.cards[place.index + 1]
    return place && { column: place.column.id, ...(next ? { before: next.id } : {}) }
  }

  /** Once the board has been read again. */
  function placeWords(card: BoardCard): string | undefined {
    const place = placeOf(columns(), card.id)
    return (
      place &&
      t('patient-board.moved', {
        title: titleOrNone(card),
        column: titleOfColumn(place.column),
        place: place.index + 1,
        count: place.column.cards.length,
      })
    )
  }

  /** The toast is read out by itself; a move by steps has one at a time. */
  let last: { close(): void } | undefined
  function sayLast(words: string, undo?: () => unknown) {
    last?.close()
    last = sayDone(words, undo)
  }

  /** @param shown the columns as the person sees them, what a filter hides left out */
  function step(card: BoardCard, direction: Direction, shown = columns()) {
    const target = stepFrom(shown, card.id, direction)
    if (target) move(card, target)
    else announcer.announce(t('patient-board.edge'))
  }

  function removeColumn(columnId: string) {
    const column = columns().find(({ id }) => id === columnId)
    if (!column) return
    const first = columns().find(({ id }) => id !== columnId)
    const done =
      column.cards.length > 0 && first
        ? t('patient-board.column.removedWithCards', { column: titleOfColumn(first) })
        : t('patient-board.column.removed')
    attemptWithUndo(
      (doc) => archiveColumn(doc, columnId, new Date()),
      done,
      (doc) => restoreColumn(doc, columnId),
    )
  }

  function moveColumnBy(columnId: string, by: -1 | 1) {
    const ids = columns().map(({ id }) => id)
    const to = ids.indexOf(columnId) + by
    if (to < 0 || to >= ids.length) return
    const before = ids.filter((id) => id !== columnId)[to]
    moveColumnBefore(columnId, before)
  }

  /** @param before the column to stand before; at the end otherwise */
  function moveColumnBefore(columnId: string, before: string | undefined) {
    const ids = columns().map(({ id }) => id)
    const column = columns().find(({ id }) => id === columnId)
    const next = ids[ids.indexOf(columnId) + 1]
    if (!column || before === columnId || before === next) return
    if (!attempt((doc) => moveColumn(doc, columnId, before))) return
    const others = ids.filter((id) => id !== columnId)
    const place = before === undefined ? ids.length : others.indexOf(before) + 1
    sayLast(
      t('patient-board.column.moved', { column: titleOfColumn(column), place, count: ids.length }),
      () => attempt((doc) => moveColumn(doc, columnId, next)),
    )
  }

  function restore(card: BoardCard): boolean {
    const isDone = attempt((doc) => restoreCard(doc, card.id))
    if (isDone) announcer.announce(t('patient-board.archive.cardBack', { title: titleOrNone(card) }))
    return isDone
  }

  function bringBackColumn(column: { readonly id: string; readonly title: string }): boolean {
    const isDone = attempt((doc) => restoreColumn(doc, column.id))
    if (isDone) announcer.announce(t('patient-board.archive.columnBack', { column: titleOfColumn(column) }))
    return isDone
  }

  /** Puts on the card who is not on it yet, and takes off who is not wanted any more. */
  function setPeople(card: BoardCard, accountIds: readonly string[]) {
    attempt((doc) => {
      for (const id of accountIds) if (!card.people.includes(id)) addPerson(doc, card.id, id)
      for (const id of card.people) if (!accountIds.includes(id)) removePerson(doc, card.id, id)
    })
  }

  /** The last act of one's own, said to who does not see it go. */
  function undo() {
    session.undo()
    announcer.announce(t('patient-board.undone'))
  }
  function redo() {
    session.redo()
    announcer.announce(t('patient-board.redone'))
  }

  /** Words that fell into what somebody had deleted go onto a card of their own. */
  function addWords(text: string): boolean {
    const first = columns()[0]
    return first !== undefined && add(first.id, text.slice(0, 80), text) !== undefined
  }

  return {
    add,
    addWords,
    move,
    step,
    remove: (card: BoardCard) =>
      attemptWithUndo(
        (doc) => archiveCard(doc, card.id, new Date()),
        t('patient-board.removed'),
        (doc) => restoreCard(doc, card.id),
      ),
    removeColumn,
    moveColumnBy,
    moveColumnBefore,
    restore,
    bringBackColumn,
    setPeople,
    undo,
    redo,
    addColumn: (title: string) => attempt((doc) => addColumn(doc, { id: newId(), title, at: new Date() })),
    renameColumn: (id: string, title: string) => attempt((doc) => renameColumn(doc, id, title)),
    setDue: (id: string, due: string) => attempt((doc) => setDue(doc, id, due || undefined)),
    link: (id: string, type: LinkType, to: string) => attempt((doc) => linkCard(doc, id, type, to)),
    unlink: (id: string, type: LinkType, to: string) => attempt((doc) => unlinkCard(doc, id, type, to)),
    titleOrNone,
  }
}
