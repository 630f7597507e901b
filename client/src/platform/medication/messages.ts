import type { SameKeys } from '../i18n.ts'

export const fr = {
  moments: {
    label: 'Combien, à quel moment',
    morning: 'matin',
    noon: 'midi',
    evening: 'soir',
    night: 'coucher',
  },
}

export const en: SameKeys<typeof fr> = {
  moments: {
    label: 'How much, at which moment',
    morning: 'morning',
    noon: 'noon',
    evening: 'evening',
    night: 'bedtime',
  },
}
