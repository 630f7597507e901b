import type { SameKeys } from '../i18n.ts'

export const fr = {
  keptHere: 'Gardé sur cet appareil, partira au retour du réseau.',
  waiting: 'en attente d’enregistrement',
  waitingOffline: 'en attente du réseau',
  refused: 'Non enregistré',
  retry: 'Réessayer',
  remove: 'Retirer',
}

export const en: SameKeys<typeof fr> = {
  keptHere: 'Kept on this device, will leave when the network is back.',
  waiting: 'being saved',
  waitingOffline: 'waiting for the network',
  refused: 'Not saved',
  retry: 'Try again',
  remove: 'Remove',
}
