import type { SameKeys } from '../i18n.ts'

export const fr = {
  version: 'version {n}',
  named: '{name}, version {n}',
  asksFor: 'Demandée par le protocole',
  gone: 'Ce suivi n’est plus là.',
  state: {
    toCome: 'commence {day}',
    running: 'en cours depuis {day}',
    over: 'arrivé à son terme {day}',
    stopped: 'arrêté par {name}, {day} : {reason}',
  },
  next: 'Prochaine étape : {title}, {when} ({who})',
  nextSomeDay: 'Prochaine étape : {title} ({who})',
  nothingNext: 'Rien à faire pour le moment : une mesure ou une étape le relancera.',
  band: { below: 'sous la cible', inTarget: 'dans la cible', above: 'au-dessus de la cible' },
  reading: '{figures}, {band}',
  alerts: '{n} mesure à voir | {n} mesures à voir',
}

export const en: SameKeys<typeof fr> = {
  version: 'version {n}',
  named: '{name}, version {n}',
  asksFor: 'Asked for by the protocol',
  gone: 'This run is no longer here.',
  state: {
    toCome: 'begins {day}',
    running: 'under way since {day}',
    over: 'came to its end {day}',
    stopped: 'stopped by {name}, {day}: {reason}',
  },
  next: 'Next step: {title}, {when} ({who})',
  nextSomeDay: 'Next step: {title} ({who})',
  nothingNext: 'Nothing to do for now: a reading or a step will take it on.',
  band: { below: 'below target', inTarget: 'in target', above: 'above target' },
  reading: '{figures}, {band}',
  alerts: '{n} reading to see | {n} readings to see',
}
