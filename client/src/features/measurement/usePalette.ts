import { useEventListener, useMutationObserver } from '@vueuse/core'
import { onMounted, shallowRef, type Ref } from 'vue'
import type { Palette } from './chartOption.ts'

const VARIABLES: Readonly<Record<keyof Palette, string>> = {
  text: '--ui-text',
  muted: '--ui-text-muted',
  line: '--ui-border-accented',
  primary: '--ui-primary',
  ground: '--ui-bg',
  urgent: '--urgent',
  today: '--overdue',
  notice: '--ui-text-muted',
}

/**
 * The theme's colours for a canvas, which reads no style sheet. They follow the theme; on paper they are the light ones.
 * @param light an element that has the class `light` itself. Call in setup
 */
export function usePalette(light: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<Palette | undefined>> {
  const palette = shallowRef<Palette>()
  const read = (from: HTMLElement) => {
    const style = getComputedStyle(from)
    const colours = Object.entries(VARIABLES).map(([name, variable]) => [
      name,
      style.getPropertyValue(variable).trim(),
    ])
    palette.value = Object.fromEntries(colours) as unknown as Palette
  }
  const follow = () => read(document.documentElement)
  onMounted(follow)
  useMutationObserver(document.documentElement, follow, { attributes: true, attributeFilter: ['class'] })
  useEventListener('beforeprint', () => light.value && read(light.value))
  useEventListener('afterprint', follow)
  return palette
}
