/**
 * Rows of a list that a mouse drags by their handle; a finger and the keyboard have buttons and Alt with arrows
 * (StepButtons, stepByKey). Each row carries its id in a data attribute; the place under the pointer is marked with
 * `data-drop`, `top` or `bottom`.
 */
import { autoScrollWindowForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export type Edge = 'top' | 'bottom'

interface Place {
  readonly row: HTMLElement
  readonly id: string
  readonly edge: Edge
}

/**
 * Takes in what is dropped on the list. Call in setup, once.
 * @param name of the data attribute of its rows, as in `dataset`; rows of another name fall through
 */
export function useRowDrops(
  list: Readonly<Ref<HTMLElement | null>>,
  name: string,
  drop: (id: string, besideId: string, edge: Edge) => void,
) {
  const rowsOf = `[data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`
  let marked: HTMLElement | undefined
  let stop: (() => void) | undefined

  function placeAt(y: number): Place | undefined {
    const rows = [...(list.value?.querySelectorAll<HTMLElement>(rowsOf) ?? [])]
    const row = rows.find((one) => y < one.getBoundingClientRect().bottom) ?? rows.at(-1)
    if (!row) return undefined
    const { top, height } = row.getBoundingClientRect()
    return { row, id: row.dataset[name] ?? '', edge: y < top + height / 2 ? 'top' : 'bottom' }
  }
  function mark(place: Place | undefined) {
    if (marked !== place?.row) marked?.removeAttribute('data-drop')
    marked = place?.row
    if (place) place.row.dataset['drop'] = place.edge
  }

  onMounted(() => {
    const isOurs = ({ source }: { source: { data: Record<string | symbol, unknown> } }) => name in source.data
    stop = combine(
      dropTargetForElements({ element: list.value!, canDrop: isOurs }),
      autoScrollWindowForElements({ canScroll: isOurs }),
      monitorForElements({
        canMonitor: isOurs,
        onDrag: ({ location }) => mark(placeAt(location.current.input.clientY)),
        onDrop({ source, location }) {
          mark(undefined)
          const place = placeAt(location.current.input.clientY)
          // Escape, or let go outside the list.
          if (location.current.dropTargets.length > 0 && place)
            drop(String(source.data[name]), place.id, place.edge)
        },
      }),
    )
  })
  onBeforeUnmount(() => stop?.())
}

/**
 * Makes a row draggable by its handle. Call in setup.
 * @param name the same as that of its list
 */
export function useRowDrag(
  row: Readonly<Ref<HTMLElement | null>>,
  handle: Readonly<Ref<HTMLElement | null>>,
  name: string,
  { id, canDrag }: { readonly id: () => string; readonly canDrag: () => boolean },
) {
  const isDragged = ref(false)
  let stop: (() => void) | undefined
  onMounted(() => {
    stop = draggable({
      element: row.value!,
      ...(handle.value ? { dragHandle: handle.value } : {}),
      canDrag,
      getInitialData: () => ({ [name]: id() }),
      onDragStart: () => (isDragged.value = true),
      onDrop: () => (isDragged.value = false),
    })
  })
  onBeforeUnmount(() => stop?.())
  return isDragged
}
