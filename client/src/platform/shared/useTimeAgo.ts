import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'

/** « il y a 5 min », by the clock of the page. Call in setup. */
export function useTimeAgo() {
  const format = useFormat()
  const now = useClock()
  return (at: string) => format.value.ago(at, now.value)
}
