import type { SameKeys } from '../../platform/i18n.ts'

/** Why a change of the team was refused: by `why`, or by the field. */
export const fr = {
  last_administrator:
    'Personne d’autre ne pourrait plus gérer l’équipe. Nommez d’abord un autre administrateur : rien n’est changé.',
  last_of_circle:
    'Cette personne est la dernière à pouvoir ouvrir {n} situation. Ajoutez d’abord un collègue à ce cercle : rien n’est changé. | Cette personne est la dernière à pouvoir ouvrir {n} situations. Ajoutez d’abord un collègue à ces cercles : rien n’est changé.',
  site_in_use: 'Quelqu’un travaille encore sur ce site. Changez d’abord ses sites : rien n’est changé.',
  twice: 'Le même site est donné deux fois.',
  already_member: 'Cette adresse est déjà celle d’un membre de l’équipe.',
  rpps: 'Ce numéro RPPS n’est pas accepté, ou il est déjà celui d’un autre compte.',
  email: 'Cette adresse de courriel n’est pas complète.',
  administrators_only: 'Seuls les administrateurs de l’équipe font un lien de secours.',
  own_account: 'Pour votre propre compte, demandez à un autre administrateur.',
}

export const en: SameKeys<typeof fr> = {
  last_administrator:
    'Nobody else could manage the team any more. Name another administrator first: nothing has changed.',
  last_of_circle:
    'This person is the last who can open {n} case. Add a colleague to that circle first: nothing has changed. | This person is the last who can open {n} cases. Add a colleague to those circles first: nothing has changed.',
  site_in_use: 'Somebody still works at this site. Change their sites first: nothing has changed.',
  twice: 'The same site is given twice.',
  already_member: 'This address is that of a member of the team already.',
  rpps: 'This RPPS number is not accepted, or it is that of another account already.',
  email: 'This e-mail address is not complete.',
  administrators_only: 'Only administrators of the team make a recovery link.',
  own_account: 'For your own account, ask another administrator.',
}
