import type { QueryOutput } from '@colloque/contract'
import { foldText } from '@colloque/domain'
import { useDebounceFn } from '@vueuse/core'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { useClient } from '../../../platform/client.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import type { Rules } from '../loadRules.ts'
import { recognise, suggest } from '../recognise.ts'

/** A medicine as search offers it. */
export type Medicine = QueryOutput<'medicines'>['items'][number]

const MOST = 12
const PAUSE_MS = 120

/** What the common set knows of a medicine, as the server would say it. */
const asMedicine = (common: Rules['COMMON_MEDICATIONS'][number]): Medicine => ({
  cis: null,
  name: common.name,
  form: null,
  strength: null,
  atc: common.atc,
  atcFrom: 'list',
  substances: [...common.substances],
  brands: [...common.brands],
  marketed: true,
})

/**
 * Medicines for what is typed: the common set at once, then those of the server, where it answers.
 * Call in setup.
 */
export function useMedicineSearch(typed: Readonly<Ref<string>>, rules: Readonly<Ref<Rules | undefined>>) {
  const client = useClient()
  const workspace = useWorkspace()
  /** The server's last answer, and to what. */
  const answered = shallowRef<{ q: string; items: readonly Medicine[] }>({ q: '', items: [] })

  const ask = useDebounceFn(async (q: string) => {
    if (q !== typed.value || !workspace.connection.connected) return
    try {
      const { items } = await client.api.query('medicines', {}, { q: q.slice(0, 100), limit: MOST })
      if (q === typed.value) answered.value = { q, items }
    } catch {
      // The common set stands in.
    }
  }, PAUSE_MS)
  watch(typed, (q) => {
    if (q.length > 1) void ask(q)
  })

  const common = computed(() =>
    rules.value && typed.value.length > 1
      ? suggest(typed.value, rules.value.searchMedications).map(asMedicine)
      : [],
  )
  const found = computed((): readonly Medicine[] => {
    const { q, items } = answered.value
    const all = q === typed.value && items.length ? items : common.value
    const names = new Set<string>()
    return all.filter(({ name }) => {
      const isNew = !names.has(foldText(name))
      names.add(foldText(name))
      return isNew
    })
  })

  /** The one medicine that free words can mean. */
  function recognised(words: string): Medicine | undefined {
    const one = rules.value && recognise(words, rules.value.searchMedications)
    return one && { ...asMedicine(one), name: words }
  }
  return { found, recognised }
}

/** What a line takes over from a medicine that was chosen. */
export const takenFrom = ({ cis, form, strength, atc, substances }: Medicine) => ({
  ...(cis ? { cis } : {}),
  ...(form ? { form: form.slice(0, 120) } : {}),
  ...(strength ? { strength: strength.slice(0, 120) } : {}),
  ...(atc ? { atc } : {}),
  ...(substances.length ? { substances: substances.slice(0, 12).map((one) => one.slice(0, 120)) } : {}),
})
