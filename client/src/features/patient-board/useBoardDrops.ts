/**
 * Dragging: with a mouse by the browser's own drag (pragmatic-drag-and-drop), with a finger by a long press of our
 * own, for a browser's own is missing on some and scrolls on none. The keyboard has Alt and arrows, and everybody
 * « Déplacer… ».
 */
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { autoScrollWindowForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { cardMarkAt, columnMarkAt, createDropMark } from './dropMark.ts'
import { placeOf, targetAt, targetBeside } from './moves.ts'
import { useBoard } from './useBoard.ts'
import { isUnderFinger, useTouchDrag } from './useTouchDrag.ts'

const CARD = 'boardCard'
const COLUMN = 'boardColumn'
type Dragged = Record<string | symbol, unknown>

const idIn = (data: Dragged, key: string) => (typeof data[key] === 'string' ? data[key] : undefined)
const isOurs = ({ source }: { source: { data: Dragged } }) =>
  Boolean(idIn(source.data, CARD) ?? idIn(source.data, COLUMN))

/** Takes in what is dropped anywhere on the board, and scrolls at its edges. Call in setup, once. */
export function useBoardDrops(board: Readonly<Ref<HTMLElement | null>>) {
  const { columns, session, actions, readOnly } = useBoard()
  const mark = createDropMark()
  let stop: (() => void) | undefined

  function dropCard(id: string, x: number, y: number) {
    const card = placeOf(session.board.value.columns, id)?.column.cards.find((one) => one.id === id)
    const found = cardMarkAt(x, y)?.mark
    if (!card || !found) return
    if ('card' in found) {
      const column = placeOf(columns.value, found.card)?.column
      if (column && found.card !== id) actions.move(card, targetBeside(column, found.card, found.edge, id))
      return
    }
    const column = columns.value.find((one) => one.id === found.column)
    if (column) actions.move(card, targetAt(column, column.cards.length, id))
  }

  function dropColumn(id: string, x: number, y: number) {
    const found = columnMarkAt(x, y)?.mark
    if (!found || !('column' in found) || found.column === id) return
    const others = columns.value.map((column) => column.id).filter((one) => one !== id)
    const at = others.indexOf(found.column)
    actions.moveColumnBefore(id, others[found.edge === 'left' ? at : at + 1])
  }

  function showCard(id: string, x: number, y: number) {
    const found = cardMarkAt(x, y)
    mark.show(found, found && 'card' in found.mark && found.mark.card === id)
  }

  onMounted(() => {
    stop = combine(
      dropTargetForElements({ element: board.value!, canDrop: isOurs }),
      autoScrollForElements({ element: board.value!, canScroll: isOurs }),
      autoScrollWindowForElements({ canScroll: isOurs }),
      monitorForElements({
        canMonitor: isOurs,
        onDrag({ source: { data }, location }) {
          const { clientX, clientY } = location.current.input
          const card = idIn(data, CARD)
          if (card) showCard(card, clientX, clientY)
          else mark.show(columnMarkAt(clientX, clientY))
        },
        onDrop({ source: { data }, location }) {
          mark.show(undefined)
          // Escape, or let go outside the board.
          if (location.current.dropTargets.length === 0) return
          const { clientX, clientY } = location.current.input
          const card = idIn(data, CARD)
          if (card) dropCard(card, clientX, clientY)
          else dropColumn(idIn(data, COLUMN)!, clientX, clientY)
        },
      }),
    )
  })
  onBeforeUnmount(() => stop?.())

  useTouchDrag(board, {
    canDrag: () => !readOnly.value,
    onMove: showCard,
    onEnd: () => mark.show(undefined),
    onDrop: dropCard,
  })
}

/** Makes a tile draggable. Call in setup. */
export function useCardDrag(tile: Readonly<Ref<HTMLElement | null>>, cardId: () => string) {
  return useDrag(tile, () => ({ [CARD]: cardId() }))
}

/** Makes a column draggable by its header. Call in setup. */
export function useColumnDrag(header: Readonly<Ref<HTMLElement | null>>, columnId: () => string) {
  return useDrag(header, () => ({ [COLUMN]: columnId() }))
}

function useDrag(part: Readonly<Ref<HTMLElement | null>>, getInitialData: () => Dragged) {
  const { readOnly } = useBoard()
  const isDragged = ref(false)
  let stop: (() => void) | undefined

  onMounted(() => {
    stop = draggable({
      element: part.value!,
      canDrag: () => !readOnly.value && !isUnderFinger(),
      getInitialData,
      onDragStart: () => (isDragged.value = true),
      onDrop: () => (isDragged.value = false),
    })
  })
  onBeforeUnmount(() => stop?.())
  return isDragged
}

/** Scrolls a list of cards while one is dragged at its edge. Call in setup. */
export function useDragScroll(list: Readonly<Ref<HTMLElement | null>>) {
  let stop: (() => void) | undefined
  onMounted(() => (stop = autoScrollForElements({ element: list.value!, canScroll: isOurs })))
  onBeforeUnmount(() => stop?.())
}
