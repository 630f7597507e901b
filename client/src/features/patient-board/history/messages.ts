import type { SameKeys } from '../../../platform/i18n.ts'

export const fr = {
  open: 'Historique',
  title: 'Historique du tableau',
  authors: 'Qui a écrit quoi',
  former: 'Tableau du {when}',
  reading: 'L’état d’alors se lit.',
  restore: 'Revenir à cet état',
  restored: 'Le tableau est revenu à l’état du {when}.',
  nothing: 'Le tableau est comme il était alors : rien à changer.',
  back: 'Fermer',
  readOnly: 'Situation close : cet état se lit, il ne se rétablit plus.',
  differs: 'Autre aujourd’hui',
  gone: 'Retirée depuis',
  restoreCard: 'Remettre ainsi',
  restoreCardOne: 'Remettre ainsi la carte « {title} »',
  cardRestored: 'Carte remise comme elle était.',
  added:
    'Revenir à cet état retire du tableau {n} carte ajoutée depuis ; elle peut y être remise. | Revenir à cet état retire du tableau {n} cartes ajoutées depuis ; elles peuvent y être remises.',
}

export const en: SameKeys<typeof fr> = {
  open: 'History',
  title: 'History of the board',
  authors: 'Who wrote what',
  former: 'Board of {when}',
  reading: 'Reading the state of then.',
  restore: 'Return to this state',
  restored: 'The board has returned to its state of {when}.',
  nothing: 'The board is as it was then: nothing to change.',
  back: 'Close',
  readOnly: 'Closed case: this state can be read, not restored.',
  differs: 'Other today',
  gone: 'Removed since',
  restoreCard: 'Put back as it was',
  restoreCardOne: 'Put back as it was: “{title}”',
  cardRestored: 'Card put back as it was.',
  added:
    'Returning to this state takes {n} card added since off the board; it can be brought back. | Returning to this state takes {n} cards added since off the board; they can be brought back.',
}
