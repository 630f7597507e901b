import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../useWorkspace.ts'

/** The name of whoever wrote: an account id, or `system:<what>`. Call in setup. */
export function useAuthorName() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  return (by: string): string => {
    if (by === 'system:erased' || by === 'system:unknown') return t('document.system.erased')
    if (by.startsWith('system:')) return t('document.system.other')
    return workspace.person(by)?.name ?? t('document.system.someone')
  }
}
