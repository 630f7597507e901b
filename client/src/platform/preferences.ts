/** What a person chooses for this device: language and colours. Nothing of a patient is kept here. */
import { usePreferredDark, useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watchEffect } from 'vue'
import { LOCALES, type Locale } from './i18n.ts'

export const COLOUR_MODES = ['light', 'dark', 'system'] as const
export type ColourMode = (typeof COLOUR_MODES)[number]

const plainText = { read: (text: string) => text, write: (text: string) => text }

const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text)
const isColourMode = (text: string): text is ColourMode => (COLOUR_MODES as readonly string[]).includes(text)

/** The language that the device asks for, where there is a translation; French otherwise. */
export const deviceLocale = (languages: readonly string[] = navigator.languages): Locale =>
  languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr'

export const usePreferences = defineStore('preferences', () => {
  const keptLocale = useStorage('colloque.locale', '', undefined, { serializer: plainText })
  const keptColourMode = useStorage('colloque.colourMode', 'system', undefined, { serializer: plainText })
  const prefersDark = usePreferredDark()

  const locale = computed<Locale>({
    get: () => (isLocale(keptLocale.value) ? keptLocale.value : deviceLocale()),
    set: (chosen) => (keptLocale.value = chosen),
  })
  const colourMode = computed<ColourMode>({
    get: () => (isColourMode(keptColourMode.value) ? keptColourMode.value : 'system'),
    set: (chosen) => (keptColourMode.value = chosen),
  })
  const isDark = computed(() =>
    colourMode.value === 'system' ? prefersDark.value : colourMode.value === 'dark',
  )

  watchEffect(() => {
    document.documentElement.lang = locale.value
    document.documentElement.classList.toggle('dark', isDark.value)
    document.documentElement.classList.toggle('light', !isDark.value)
  })

  return { locale, colourMode, isDark }
})
