import type { SameKeys } from '../i18n.ts'

export const fr = {
  acknowledged: 'Pris connaissance.',
  chargeTaken: 'Vous vous en chargez.',
  from: 'Message de {name}',
  source: 'Message du fil',
  inCharge: '{name} s’en charge depuis {time}.',
}

export const en: SameKeys<typeof fr> = {
  acknowledged: 'Noted.',
  chargeTaken: 'You are in charge.',
  from: 'Message of {name}',
  source: 'Message in the thread',
  inCharge: '{name} has been in charge since {time}.',
}
