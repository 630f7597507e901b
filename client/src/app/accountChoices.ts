import { useI18n } from 'vue-i18n'
import { useSessionStore } from '../features/session/useSessionStore.ts'
import { LOCALES } from '../platform/i18n.ts'
import { COLOUR_MODES, usePreferences } from '../platform/preferences.ts'

const MODE_ICONS = {
  light: 'i-lucide-sun',
  dark: 'i-lucide-moon',
  system: 'i-lucide-monitor',
} as const

/** What the account menu of a desktop and the « Plus » sheet of a phone both offer. */
export function useAccountChoices() {
  const { t } = useI18n()
  const session = useSessionStore()
  const preferences = usePreferences()

  const languages = () => LOCALES.map((value) => ({ value, label: t(`app.account.${value}`) }))
  const modes = () =>
    COLOUR_MODES.map((value) => ({ value, label: t(`app.account.${value}`), icon: MODE_ICONS[value] }))

  return { session, preferences, languages, modes }
}
