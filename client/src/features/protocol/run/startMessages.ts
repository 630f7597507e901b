import type { SameKeys } from '../../../platform/i18n.ts'

/** A protocol about to be started on a case. */
export const fr = {
  title: 'Commencer un protocole',
  none: 'Aucun protocole n’est en vigueur dans votre équipe.',
  noneNext: 'Lisez-en un et adoptez-le à deux : il pourra commencer ici.',
  toLibrary: 'Voir les protocoles',
  why: {
    running: 'Déjà en cours pour cette personne.',
    prescriber: 'Il règle des seuils : une personne qui prescrit le commence.',
  },
  pinned: 'Ce suivi gardera la version {n}, même si l’équipe en adopte une autre.',
  from: 'Départ, d’où tout est compté',
  day: 'Jour du départ',
  hour: 'Heure du départ',
  target: '{name} : cible pour cette personne',
  absent:
    'Personne de cette profession dans le cercle : {names}. Ses tâches attendront quelqu’un. | Personne de ces professions dans le cercle : {names}. Leurs tâches attendront quelqu’un.',
  first: 'Les premières tâches',
  then: 'La suite vient des mesures et de ce qui est fait.',
  other: 'Autre protocole',
  begin: 'Commencer | Commencer, {n} tâche | Commencer, {n} tâches',
  done: 'Commencé : {name}.',
  undoReason: 'Commencé par erreur',
}

export const en: SameKeys<typeof fr> = {
  title: 'Start a protocol',
  none: 'No protocol is in force in your team.',
  noneNext: 'Read one and adopt it, two of you: it can then start here.',
  toLibrary: 'See the protocols',
  why: {
    running: 'Already under way for this person.',
    prescriber: 'It sets thresholds: somebody who prescribes starts it.',
  },
  pinned: 'This run will keep version {n}, even if the team adopts another.',
  from: 'Start, from which everything is counted',
  day: 'Day of the start',
  hour: 'Hour of the start',
  target: '{name}: target for this person',
  absent:
    'Nobody of this profession is in the circle: {names}. Their tasks will wait for somebody. | Nobody of these professions is in the circle: {names}. Their tasks will wait for somebody.',
  first: 'The first tasks',
  then: 'What follows comes from readings and from what is done.',
  other: 'Another protocol',
  begin: 'Start | Start, {n} task | Start, {n} tasks',
  done: 'Started: {name}.',
  undoReason: 'Started by mistake',
}
