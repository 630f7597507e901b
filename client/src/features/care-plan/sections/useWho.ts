import type { PlanWho } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../../../platform/useWorkspace.ts'

/** Who does an action, in words. Call in setup. */
export function useWho() {
  const { t, te } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()

  return (who: PlanWho): string => {
    if ('accountId' in who) return workspace.person(who.accountId)?.name ?? t('platform.news.someone')
    if ('words' in who) return who.words
    const key = `platform.profession.${who.profession}`
    return te(key, 'fr') ? t(key) : who.profession
  }
}
