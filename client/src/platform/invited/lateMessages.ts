import type { SameKeys } from '../i18n.ts'

export const fr = {
  title: 'Invitations ouvertes',
  until: 'jusqu’au {when}, par {by}',
  withdraw: 'Retirer',
  withdrawOf: 'Retirer l’invitation de {name}',
  withdrawn: 'Invitation retirée : le lien n’ouvre plus rien.',
}

export const en: SameKeys<typeof fr> = {
  title: 'Open invitations',
  until: 'until {when}, by {by}',
  withdraw: 'Withdraw',
  withdrawOf: 'Withdraw the invitation of {name}',
  withdrawn: 'Invitation withdrawn: the link opens nothing any more.',
}
