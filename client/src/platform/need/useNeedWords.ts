import { useI18n } from 'vue-i18n'

/** What is said of needs outside their own lists. Call in setup. */
export function useNeedWords() {
  const { t } = useI18n({ useScope: 'global' })
  return { domain: (domain: string) => t(`need.domain.${domain}`) }
}
