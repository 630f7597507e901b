import { searchTerms } from '@colloque/domain'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { alertsAddress } from '../../platform/addresses.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** Pages that no item of the rail leads to, by the beginnings of the words of their names. Call in setup. */
export function usePages(words: Readonly<Ref<readonly string[]>>) {
  const { t } = useI18n()
  const workspace = useWorkspace()

  return computed(() => {
    // Alerts over all situations are a pharmacist's work.
    if (workspace.account?.profession !== 'pharmacist' || words.value.length === 0) return []
    const text = t('search.page.alerts')
    const terms = searchTerms([text])
    if (!words.value.every((word) => terms.some((term) => term.startsWith(word)))) return []
    return [
      {
        ...{ key: 'page alerts', to: alertsAddress, text },
        ...{ detail: t('search.page.alertsDetail'), icon: 'i-lucide-shield-alert' },
      },
    ]
  })
}
