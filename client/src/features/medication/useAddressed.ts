import { computed, nextTick, watch } from 'vue'
import { useRoute } from 'vue-router'
import { ADDRESSED } from '../../platform/addresses.ts'

/** The flag or the medication that the address names: brought into view, with the keyboard on it. Call in setup. */
export function useAddressed() {
  const route = useRoute()
  const named = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' ? value : undefined
  }
  const medicationId = computed(() => named(ADDRESSED.medication))
  const flagId = computed(() => named(ADDRESSED.flag))

  watch(
    [flagId, medicationId],
    async ([flag, medication]) => {
      if (!flag && !medication) return
      await nextTick()
      const element = document.getElementById(flag ? `flag-${flag}` : `medication-${medication}`)
      element?.scrollIntoView({ block: 'center' })
      element?.focus({ preventScroll: true })
    },
    { immediate: true, flush: 'post' },
  )
  return { medicationId, flagId }
}
