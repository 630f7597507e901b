import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { useSessionStore } from '../features/session/useSessionStore.ts'
import { featuresKey } from '../platform/feature.ts'
import { createTranslations } from '../platform/i18n.ts'
import { neverFetchIcons } from '../platform/icons.ts'
import { usePreferences } from '../platform/preferences.ts'
import App from './App.vue'
import { features, messages } from './features.ts'
import { createColloqueRouter } from './router.ts'

/** The one file that joins platform, ui and features into an app. */
export function createColloque() {
  const app = createApp(App)
  const pinia = createPinia()
  app.use(pinia)

  const preferences = usePreferences(pinia)
  const translations = createTranslations(messages, preferences.locale)
  watch(
    () => preferences.locale,
    (locale) => (translations.global.locale.value = locale),
  )

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
