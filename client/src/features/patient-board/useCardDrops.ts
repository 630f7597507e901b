/** Dragging cards with a mouse or a finger. The keyboard has Alt and arrows, and everybody « Déplacer… ». */
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import type { BoardCard } from '@colloque/board'
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { placeOf, targetAt, targetBeside } from './moves.ts'
import { useBoard } from './useBoard.ts'

const DRAGGED = 'boardCard'

/** The card that is being dragged, by id; undefined when something else is. */
export const dragged = (data: Record<string | symbol, unknown>): string | undefined =>
  typeof data[DRAGGED] === 'string' ? data[DRAGGED] : undefined

type Edge = 'top' | 'bottom'

const edgeAt = (element: Element, clientY: number): Edge => {
  const { top, height } = element.getBoundingClientRect()
  return clientY < top + height / 2 ? 'top' : 'bottom'
}

/** Takes in the cards that are dropped anywhere on the board. Call in setup, once. */
export function useCardDrops() {
  const { columns, session, actions } = useBoard()
  let stop: (() => void) | undefined

  onMounted(() => {
    stop = monitorForElements({
      canMonitor: ({ source }) => dragged(source.data) !== undefined,
      onDrop({ source, location }) {
        const id = dragged(source.data)!
        const card = placeOf(session.board.value.columns, id)?.column.cards.find((one) => one.id === id)
        const over = location.current.dropTargets[0]
        if (!card || !over) return
        const besideId = over.data['card']
        const column = columns.value.find((one) =>
          typeof besideId === 'string'
            ? one.cards.some((beside) => beside.id === besideId)
            : one.id === over.data['column'],
        )
        if (!column || besideId === id) return
        const target =
          typeof besideId === 'string'
            ? targetBeside(column, besideId, edgeAt(over.element, location.current.input.clientY), id)
            : targetAt(column, column.cards.length, id)
        actions.move(card, target)
      },
    })
  })
  onBeforeUnmount(() => stop?.())
}

/** Makes a tile draggable, and a place to drop others beside. Call in setup. */
export function useCardDrag(tile: Readonly<Ref<HTMLElement | null>>, card: () => BoardCard) {
  const { readOnly } = useBoard()
  const isDragged = ref(false)
  /** Where the card that hangs over this one would go. */
  const edge = ref<Edge>()
  let stop: (() => void) | undefined

  onMounted(() => {
    const element = tile.value!
    stop = combine(
      draggable({
        element,
        canDrag: () => !readOnly.value,
        getInitialData: () => ({ [DRAGGED]: card().id }),
        onDragStart: () => (isDragged.value = true),
        onDrop: () => (isDragged.value = false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => dragged(source.data) !== undefined,
        getData: () => ({ card: card().id }),
        onDrag({ source, location }) {
          const isSelf = dragged(source.data) === card().id
          edge.value = isSelf ? undefined : edgeAt(element, location.current.input.clientY)
        },
        onDragLeave: () => (edge.value = undefined),
        onDrop: () => (edge.value = undefined),
      }),
    )
  })
  onBeforeUnmount(() => stop?.())

  return { isDragged, edge }
}
