import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { useSessionStore } from '../features/session/useSessionStore.ts'
import { featuresKey } from '../platform/feature.ts'
import { createTranslations, type Locale } from '../platform/i18n.ts'
import { neverFetchIcons } from '../platform/icons.ts'
import { usePreferences } from '../platform/preferences.ts'
import { withFirmSpaces } from '../platform/typography.ts'
import App from './App.vue'
import { features } from './features.ts'
import { french } from './french.ts'
import { createColloqueRouter } from './router.ts'

/** The one file that joins platform, ui and features into an app. */
export async function createColloque() {
  const app = createApp(App)
  const pinia = createPinia()
  app.use(pinia)

  const preferences = usePreferences(pinia)
  const translations = createTranslations({ fr: french }, 'fr', withFirmSpaces)
  const speak = async (locale: Locale) => {
    if (locale === 'en' && !translations.global.availableLocales.includes('en'))
      translations.global.setLocaleMessage('en', (await import('./english.ts')).english)
    // Chosen again while it was on its way.
    if (locale === preferences.locale) translations.global.locale.value = locale
  }
  // Without it, without a network and never loaded before: French.
  const speakIfThere = (locale: Locale) => speak(locale).catch(() => undefined)
  await speakIfThere(preferences.locale)
  watch(() => preferences.locale, speakIfThere)

  const session = useSessionStore(pinia)
  const router = createColloqueRouter(features, {
    async isOpen() {
      if (session.status === 'unknown') await session.resume()
      return session.isOpen
    },
  })

  neverFetchIcons()
  app.use(translations).use(router).use(ui).provide(featuresKey, features)
  return app
}
