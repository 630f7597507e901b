import type { SameKeys } from './i18n.ts'

/** What a refusal says of itself beyond its code (`data.why`), where a sentence of its own helps. */
export const fr = {
  deleted: 'Ce message a été supprimé entre-temps. Votre texte est gardé.',
  thread_closed: 'Ce fil a été fermé entre-temps. Rouvrez-le pour répondre : votre texte est gardé.',
  is_an_answer: 'On répond au premier message d’un fil. Votre texte est gardé.',
  not_yours: 'Seule la personne qui l’a écrit peut modifier ou supprimer ce message.',
  unknown_mention: 'Une tâche citée n’existe plus. Retirez-la, puis renvoyez : votre texte est gardé.',
  not_in_circle: 'Une personne citée n’est plus ici. Retirez son nom, puis renvoyez : votre texte est gardé.',
  differs_from_text: 'La mise en forme n’a pas été comprise. Renvoyez sans elle : votre texte est gardé.',
  too_large: 'Fichier trop lourd (maximum 25 Mo). Votre texte est gardé.',
  type: 'Le contenu de ce fichier n’est pas d’un type accepté. Votre texte est gardé.',
  empty: 'Ce fichier est vide. Votre texte est gardé.',
  closed: 'Cette situation est close. Votre texte est gardé.',
  not_your_profession: 'Votre profession ne permet pas ce geste ici. Rien n’est changé.',
  medication_twice:
    'Un médicament est cité deux fois. Gardez un seul changement par ligne : votre texte est gardé.',
  already_flagged: 'Cette alerte est déjà signalée. Votre texte est gardé.',
  settled: 'Ce rapport a déjà été traité. Votre texte est gardé.',
}

export const en: SameKeys<typeof fr> = {
  deleted: 'This message was deleted meanwhile. Your text is kept.',
  thread_closed: 'This thread was closed meanwhile. Reopen it to answer: your text is kept.',
  is_an_answer: 'One answers the first message of a thread. Your text is kept.',
  not_yours: 'Only whoever wrote this message can edit or delete it.',
  unknown_mention: 'A task that is named is no longer there. Take it out and send again: your text is kept.',
  not_in_circle:
    'Somebody who is named is no longer here. Take the name out and send again: your text is kept.',
  differs_from_text: 'The formatting was not understood. Send again without it: your text is kept.',
  too_large: 'File too large (at most 25 MB). Your text is kept.',
  type: 'The content of this file is not of an accepted type. Your text is kept.',
  empty: 'This file is empty. Your text is kept.',
  closed: 'This case is closed. Your text is kept.',
  not_your_profession: 'Your profession does not allow this here. Nothing is changed.',
  medication_twice: 'A medication is named twice. Keep one change for each line: your text is kept.',
  already_flagged: 'This alert has been flagged already. Your text is kept.',
  settled: 'This report has been settled already. Your text is kept.',
}
