import { useRoute, useRouter } from 'vue-router'
import { ADDRESSED } from '../../platform/addresses.ts'

/** What stands over the page of tasks, each by its name in the address. */
export const SHEETS = {
  task: ADDRESSED.task,
  /** A new one; its value is the situation, '' where that is to be chosen. */
  create: 'nouvelle',
  edit: 'modifier',
  series: 'serie',
  changeSeries: 'changer',
  /** A bundle to be started; its value is the situation. */
  bundle: 'modele',
} as const
export type SheetName = keyof typeof SHEETS

/** Opens one sheet over the list that is on the screen, and leaves it. Call in setup. */
export function useTaskSheets() {
  const route = useRoute()
  const router = useRouter()

  const text = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : undefined)
  const open = (name: SheetName) => text(SHEETS[name])
  const without = () => {
    const names: readonly string[] = Object.values(SHEETS)
    return Object.fromEntries(Object.entries(route.query).filter(([name]) => !names.includes(name)))
  }
  /** The address of a sheet, over the same list. */
  const to = (name: SheetName, value = '') =>
    router.resolve({ path: route.path, query: { ...without(), [SHEETS[name]]: value } }).fullPath
  const close = () => void router.replace({ path: route.path, query: without() })

  return { open, to, close }
}
