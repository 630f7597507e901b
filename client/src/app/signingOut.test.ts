import { expect, it } from 'vitest'
import { ref } from 'vue'
import { createSigningOut } from './signingOut.ts'

function person(onPage: number, keptElsewhere: () => Promise<number> = () => Promise.resolve(0)) {
  const pending = ref(onPage)
  const out = ref(false)
  const signOut = () => Promise.resolve(void (out.value = true))
  return { pending, out, leaving: createSigningOut({ pending: () => pending.value, keptElsewhere, signOut }) }
}

it('asks nothing where nothing waits', async () => {
  const { leaving, out } = person(0)
  await leaving.ask()
  expect([leaving.asking.value, out.value]).toEqual([false, true])
})

it('asks before what waits is lost, on the page or kept by an earlier one, and counts both', async () => {
  const { leaving, out, pending } = person(2, () => Promise.resolve(1))
  await leaving.ask()
  expect([leaving.asking.value, out.value, leaving.unsent.value]).toEqual([true, false, 3])
  pending.value = 1
  expect(leaving.unsent.value).toBe(2)
})

it('signs out once the loss is accepted', async () => {
  const { leaving, out } = person(0, () => Promise.resolve(1))
  await leaving.ask()
  expect(out.value).toBe(false)
  await leaving.leave()
  expect([leaving.asking.value, out.value]).toEqual([false, true])
})

it('asks anew each time: what was sent meanwhile is no longer told', async () => {
  const { leaving, out, pending } = person(1)
  await leaving.ask()
  leaving.asking.value = false
  pending.value = 0
  await leaving.ask()
  expect([leaving.asking.value, out.value]).toEqual([false, true])
})

it('lets out whose device cannot be read', async () => {
  const { leaving, out } = person(0, () => Promise.reject(new Error('no database')))
  await leaving.ask()
  expect(out.value).toBe(true)
})
