/**
 * Acts that cannot be taken back once the server has them, held for a few seconds instead of being asked about first:
 * « Annuler » is there meanwhile, and what is held counts as not saved yet. A page that closes does none of them: what
 * was to be decided still waits then.
 */
import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef } from 'vue'
import { useClient } from '../client.ts'
import { useSavingStore } from '../saving.ts'

export const HELD_MS = 6_000
/** The change that takes a thing from the queue may come that much after the answer. */
const AFTERMATH_MS = 2_000

interface HeldAct {
  readonly timer: ReturnType<typeof setTimeout>
  readonly isUnderWay: boolean
}

export const useHeldActs = defineStore('heldActs', () => {
  const acts = shallowReactive(new Map<string, HeldAct>())
  /** What waits again: it was taken back, or refused. A new object each time. */
  const returned = shallowRef<{ readonly id: string }>()
  const pending = shallowReactive(new Set<string>())

  useSavingStore().add(computed(() => ({ pending: pending.size, offlineSince: null })))
  useEventListener(window, 'beforeunload', (event) => {
    if (pending.size) event.preventDefault()
  })
  useClient().onAccount(() => {
    for (const { timer } of acts.values()) clearTimeout(timer)
    acts.clear()
    pending.clear()
  })

  /**
   * @param id of what is decided: it no longer waits meanwhile
   * @param act does it. @returns false when it was refused: then it waits again
   */
  function hold(id: string, act: () => Promise<boolean>): void {
    if (acts.has(id)) return
    pending.add(id)
    acts.set(id, { timer: setTimeout(() => void run(id, act), HELD_MS), isUnderWay: false })
  }

  async function run(id: string, act: () => Promise<boolean>): Promise<void> {
    const held = acts.get(id)
    if (!held) return
    acts.set(id, { ...held, isUnderWay: true })
    const isDone = await act().catch(() => false)
    pending.delete(id)
    if (isDone) setTimeout(() => acts.delete(id), AFTERMATH_MS)
    else giveBack(id)
  }

  /** « Annuler ». Nothing happens once the server is being told. */
  function takeBack(id: string): void {
    const held = acts.get(id)
    if (!held || held.isUnderWay) return
    clearTimeout(held.timer)
    giveBack(id)
  }

  function giveBack(id: string): void {
    acts.delete(id)
    pending.delete(id)
    returned.value = { id }
  }

  return { isHeld: (id: string) => acts.has(id), returned, hold, takeBack }
})
