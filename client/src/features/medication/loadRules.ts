/**
 * The rules in force on this server, and the means to check with them: fetched when a treatment is first looked at,
 * kept for when there is no network, and looked up again with the next page.
 */
import type { RuleSet } from '@colloque/interactions'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useClient } from '../../platform/client.ts'

export type Rules = typeof import('@colloque/interactions') & { readonly inForce: RuleSet }

const CACHE = 'colloque-interaction-rules'
const ADDRESS = '/api/v1/interaction-rules'

export const useRules = defineStore('interactionRules', () => {
  const client = useClient()
  const rules = shallowRef<Rules>()
  /** They are neither here nor to be had: nothing was checked. */
  const failed = ref(false)
  let loading: Promise<void> | undefined

  function load(): Promise<void> {
    failed.value = false
    loading ??= fetchRules().catch(() => {
      loading = undefined
      failed.value = true
    })
    return loading
  }

  async function fetchRules(): Promise<void> {
    const [checks, kept] = await Promise.all([import('@colloque/interactions'), keptRules()])
    if (kept) rules.value = { ...checks, inForce: kept }
    try {
      const inForce = await client.api.query('interactionRules', {})
      // The same ones again make nothing to be computed anew.
      if (
        JSON.stringify(kept?.source) !== JSON.stringify(inForce.source) ||
        kept?.rules.length !== inForce.rules.length
      )
        rules.value = { ...checks, inForce }
      await keep(inForce)
    } catch {
      // Without network those that ship are better than none; their date is shown.
      rules.value ??= { ...checks, inForce: checks.SHIPPED_RULES }
      // The next look asks again.
      loading = undefined
    }
  }

  return { rules, failed, load }
})

/** No words of a patient: the cache is shared by whoever signs in on this device. */
async function keptRules(): Promise<RuleSet | undefined> {
  try {
    const kept = await (await caches.open(CACHE)).match(ADDRESS)
    return kept && ((await kept.json()) as RuleSet)
  } catch {
    return undefined
  }
}

async function keep(inForce: RuleSet): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(ADDRESS, new Response(JSON.stringify(inForce)))
  } catch {
    // Without HTTPS there are no caches, and a full device keeps none: they are fetched again.
  }
}
