import { defineStore } from 'pinia'

/**
 * What is typed between Ctrl K and the moment its field has the focus: on a slow machine that takes longer than
 * three letters and Enter, and none of them may be lost or reach the page below.
 */
export const useEarlyKeys = defineStore('earlyKeys', () => {
  let typed = ''
  let entered = false

  function keep(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key === 'Enter') entered = true
    else if (event.key === 'Backspace') typed = typed.slice(0, -1)
    else if (event.key.length === 1 && !entered) typed += event.key
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function stop(): void {
    window.removeEventListener('keydown', keep, true)
  }

  function listen(): void {
    typed = ''
    entered = false
    window.addEventListener('keydown', keep, true)
  }

  /** The field has the focus: from here on it is typed there. @returns what it missed, once */
  function take(): { typed: string; entered: boolean } {
    stop()
    const missed = { typed, entered }
    typed = ''
    entered = false
    return missed
  }

  return { listen, stop, take }
})
