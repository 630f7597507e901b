import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { ADDRESSED } from '../../platform/addresses.ts'

/** The card that is open, kept in the address: Back closes it, and a link to it opens it. */
export function useOpenCard() {
  const route = useRoute()
  const router = useRouter()
  /** Whether it was opened here, so that closing goes back to where one was. */
  let cameFromBoard = false

  const cardId = computed(() => {
    const named = route.query[ADDRESSED.card]
    return typeof named === 'string' && named !== '' ? named : undefined
  })

  function open(id: string) {
    if (cardId.value === id) return
    cameFromBoard = cardId.value === undefined
    void router.push({ query: { ...route.query, [ADDRESSED.card]: id } })
  }

  function close() {
    if (cardId.value === undefined) return
    if (cameFromBoard) router.back()
    else void router.replace({ query: { ...route.query, [ADDRESSED.card]: undefined } })
    cameFromBoard = false
  }

  return { cardId, open, close }
}
