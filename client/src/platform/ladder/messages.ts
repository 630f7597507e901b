import type { SameKeys } from '../i18n.ts'

export const fr = {
  nobody: 'Personne ne s’en charge.',
  next: 'Sera demandé à {time} : {whom}.',
  top: 'Tous les échelons ont été demandés.',
  asked: 'Demandé à {time} : {whom}.',
  nobodyNew: 'personne de plus ({rung})',
  rung: {
    profession: 'toute la profession',
    referent: 'le référent du cercle',
    coordinator: 'la coordination',
  },
}

export const en: SameKeys<typeof fr> = {
  nobody: 'Nobody is in charge.',
  next: 'Asked at {time}: {whom}.',
  top: 'Every step has been asked.',
  asked: 'Asked at {time}: {whom}.',
  nobodyNew: 'nobody new ({rung})',
  rung: {
    profession: 'the whole profession',
    referent: 'the circle’s referent',
    coordinator: 'the coordination',
  },
}
