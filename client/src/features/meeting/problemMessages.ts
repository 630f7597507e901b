import type { SameKeys } from '../../platform/i18n.ts'

/** Why something about a meeting was refused: by `why`, or by the state of the meeting. */
export const fr = {
  in_the_past: 'Cette date est passée. Choisissez-en une autre : rien n’est changé.',
  not_in_team:
    'Une personne conviée, ou qui préside, n’est plus de l’équipe. Retirez-la de la liste : le reste est gardé.',
  slots_changed:
    'L’ordre du jour a changé entre-temps : une situation est arrivée ou partie. Voici le nouvel ordre ; refaites votre changement s’il manque.',
  not_yours:
    'Seules la personne qui a convoqué, celle qui préside et la coordination changent une concertation.',
  item_not_yours: 'Seules la personne qui a proposé cette situation et la coordination la retirent.',
  too_many: 'L’équipe a trop de concertations enregistrées.',
  full: 'L’ordre du jour est plein : 60 situations au plus.',
  no_case:
    'Il n’y a aucune situation à l’ordre du jour. Ajoutez-en une, puis recommencez : rien n’est changé.',
  closed: 'Cette concertation est terminée. Rien n’est changé.',
  cancelled: 'Cette concertation est annulée. Rien n’est changé.',
  live: 'Cette concertation a déjà commencé. Rien n’est changé.',
  discussed: 'Cette situation a déjà été discutée. Votre texte est gardé.',
  withdrawn: 'Cette situation a été retirée entre-temps. Votre texte est gardé.',
}

export const en: SameKeys<typeof fr> = {
  in_the_past: 'This day is past. Choose another: nothing is changed.',
  not_in_team:
    'Somebody invited, or the chair, is no longer in the team. Take them off the list: the rest is kept.',
  slots_changed:
    'The agenda changed meanwhile: a case has come or gone. This is the new order; make your change again if it is missing.',
  not_yours: 'Only whoever called it, the chair and the coordination change a meeting.',
  item_not_yours: 'Only whoever put this case forward and the coordination withdraw it.',
  too_many: 'The team has too many meetings on record.',
  full: 'The agenda is full: at most 60 cases.',
  no_case: 'There is no case on the agenda. Add one, then try again: nothing is changed.',
  closed: 'This meeting is over. Nothing is changed.',
  cancelled: 'This meeting is cancelled. Nothing is changed.',
  live: 'This meeting has begun already. Nothing is changed.',
  discussed: 'This case has been talked over already. Your text is kept.',
  withdrawn: 'This case was withdrawn meanwhile. Your text is kept.',
}
