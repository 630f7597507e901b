/** After too many tries the server says how long to wait; nothing is sent before that is over. */
import { DomainError } from '@colloque/domain'
import { onScopeDispose, ref } from 'vue'

/** « 0:42 », « 12:05 » @param seconds whole, not negative */
export const countdown = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** Seconds to wait, as the refusal says; undefined where it is no matter of time. */
export function waitOf(error: unknown): number | undefined {
  if (!(error instanceof DomainError) || error.code !== 'rate_limited') return undefined
  const seconds = Math.ceil(Number(error.data['retryAfter']))
  return seconds > 0 ? seconds : 30
}

/** Counts down what is left to wait. Call it in setup. */
export function useRetryPause() {
  const secondsLeft = ref(0)
  let endsAt = 0
  let timer: ReturnType<typeof setInterval> | undefined

  function tick() {
    secondsLeft.value = Math.max(0, Math.ceil((endsAt - Date.now()) / 1_000))
    if (secondsLeft.value === 0) clearInterval(timer)
  }

  /** Begins to wait where the error says so. */
  function after(error: unknown) {
    const wait = waitOf(error)
    if (wait === undefined) return
    endsAt = Date.now() + wait * 1_000
    clearInterval(timer)
    timer = setInterval(tick, 500)
    tick()
  }

  onScopeDispose(() => clearInterval(timer))
  return { secondsLeft, after }
}
