import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import { reportSaving, useSavingStore, type Saving } from './saving.ts'

beforeEach(() => setActivePinia(createPinia()))

it('sums what waits and keeps the earliest loss of the network', () => {
  const saving = useSavingStore()
  saving.add({ pending: 2, offlineSince: '2026-03-09T13:05:00Z' })
  saving.add(() => ({ pending: 1, offlineSince: '2026-03-09T13:02:00Z' }))
  expect([saving.pending, saving.offlineSince]).toEqual([3, '2026-03-09T13:02:00Z'])
})

it('follows each report, and forgets it with its scope', () => {
  const saving = useSavingStore()
  const report = ref<Saving>({ pending: 0, offlineSince: null })
  const scope = effectScope()
  scope.run(() => reportSaving(report))
  report.value = { pending: 4, offlineSince: null }
  expect(saving.pending).toBe(4)
  scope.stop()
  expect(saving.pending).toBe(0)
})
