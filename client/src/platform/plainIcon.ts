/**
 * What the component library asks of `@iconify/vue`, and no more, in the build (build/iconsWithModules.ts): every icon
 * is a drawing of 24 by 24 that came with the module which shows it, so that nothing is fetched, parsed or resized.
 */
import { h, type FunctionalComponent } from 'vue'

interface Drawing {
  readonly body: string
}

const drawings = new Map<string, Drawing>()
/** `lucide:house` and `lucide-house` are one. */
const keyOf = (name: string) => name.replace(':', '-')

export const addIcon = (name: string, drawing: Drawing): boolean => {
  drawings.set(keyOf(name), drawing)
  return true
}
/** @public asked by the library */
export const iconLoaded = (name: string): boolean => drawings.has(keyOf(name))
/** @public there is nothing to load. See icons.ts */
export const setCustomIconsLoader = (): void => undefined

/** @public shown by the library's `UIcon`; its other props choose between ways to draw that do not exist here */
export const Icon: FunctionalComponent<{ icon: string; width?: string; height?: string }> = ({
  icon,
  width = '1em',
  height = '1em',
}) => {
  const drawing = drawings.get(keyOf(icon))
  return h('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    'aria-hidden': 'true',
    role: 'img',
    class: 'iconify',
    viewBox: '0 0 24 24',
    width,
    height,
    // Of the build's own icons.
    innerHTML: drawing?.body ?? '',
  })
}
Icon.props = ['icon', 'width', 'height', 'mode', 'customise', 'ssr']
