import type { RouterScrollBehavior } from 'vue-router'

/** How long a page that is being filled may take to reach the height it had. */
const PATIENCE = 1_500

/** Back returns to the same place, once the page is tall enough again; a new page starts at its top. */
export const restoreScroll: RouterScrollBehavior = async (to, from, saved) => {
  if (saved) {
    await untilTall(saved.top + window.innerHeight)
    return saved
  }
  if (to.hash) return { el: to.hash }
  // The first page is at its top: to scroll there would only have it laid out before it is filled.
  if (from.matched.length === 0) return false
  // Another tab of the same situation, or another query: the reader stays where they are.
  if (to.name === from.name && JSON.stringify(to.params.caseId) === JSON.stringify(from.params.caseId))
    return false
  return { top: 0 }
}

function untilTall(height: number): Promise<void> {
  const isTall = () => document.documentElement.scrollHeight >= height
  if (isTall()) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      observer.disconnect()
      clearTimeout(timer)
      resolve()
    }
    const observer = new ResizeObserver(() => isTall() && done())
    const timer = setTimeout(done, PATIENCE)
    observer.observe(document.body)
  })
}
