import type { SameKeys } from '../i18n.ts'

export const fr = {
  ask: 'Accès en urgence',
  told: {
    lifeThreatening: 'danger vital',
    unreachable: 'cercle injoignable',
    onDuty: 'de garde',
    other: 'autre raison',
  },
  verdict: { justified: 'Justifié', toDiscuss: 'À discuter', unjustified: 'Injustifié' },
  word: 'Un mot à qui a ouvert la situation',
  wordNeeded: 'Dites en un mot pourquoi : la personne concernée et le cercle le liront.',
  reviewed: 'Accès de {name} relu.',
  already: 'Cet accès a été relu entre-temps.',
  notYours: 'La relecture revient à la personne référente du cercle.',
}

export const en: SameKeys<typeof fr> = {
  ask: 'Emergency access',
  told: {
    lifeThreatening: 'danger to life',
    unreachable: 'circle out of reach',
    onDuty: 'on duty',
    other: 'another reason',
  },
  verdict: { justified: 'Justified', toDiscuss: 'To be discussed', unjustified: 'Unjustified' },
  word: 'A word to whoever opened the case',
  wordNeeded: 'Say in a word why: whom it concerns and the circle will read it.',
  reviewed: 'The access of {name} is reviewed.',
  already: 'This access was reviewed meanwhile.',
  notYours: 'The review is for the referent of the circle.',
}
