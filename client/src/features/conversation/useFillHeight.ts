import { useEventListener, useResizeObserver } from '@vueuse/core'
import { onMounted, ref, type Ref } from 'vue'

/** A stream lower than this is no use: the page scrolls instead. */
const LEAST = 320
/** Air below, in px. */
const MARGIN = 12

/** The height, in px, from an element's top to the foot of the screen, whatever stands above and below it. */
export function useFillHeight(element: Readonly<Ref<HTMLElement | null>>) {
  const height = ref(LEAST)
  function measure() {
    if (!element.value) return
    const top = element.value.getBoundingClientRect().top + window.scrollY
    const bar = Number.parseFloat(
      getComputedStyle(document.querySelector('main') ?? document.body).paddingBottom,
    )
    height.value = Math.max(LEAST, Math.floor(window.innerHeight - top - Math.max(MARGIN, bar)))
  }
  onMounted(measure)
  useEventListener(window, 'resize', measure)
  // What stands above grows and shrinks: the strip of the situation, its tabs.
  useResizeObserver(() => element.value?.parentElement?.parentElement ?? null, measure)
  return height
}
