import type { SameKeys } from '../../platform/i18n.ts'

/** Why something about a protocol or its run was refused: by `why`, or by a state. */
export const fr = {
  retired: 'Ce protocole a été retiré entre-temps. Rien n’est changé.',
  another_version:
    'Une autre version a été enregistrée entre-temps. Lisez-la, puis recommencez : rien n’est changé.',
  next_exists:
    'La version suivante est déjà en préparation. Vos changements sont gardés : reprenez-y les siens, puis enregistrez.',
  already_ours: 'L’équipe vient de le reprendre : ouvrez sa version, et adoptez celle-là.',
  not_adopted: 'Ce protocole n’est pas encore en vigueur : une autre adoption manque. Rien n’est commencé.',
  running: 'Ce protocole est déjà en cours pour cette personne. Rien n’est commencé.',
  not_your_profession:
    'Ce protocole règle des seuils : une personne qui prescrit, dans ce cercle, doit le commencer.',
  not_offered: '{name} : cette cible n’est plus proposée par le protocole. Choisissez-en une autre.',
  startsAt_past: 'Ce départ date de plus de deux mois. Choisissez un jour plus proche.',
  ended: 'Ce suivi est déjà arrêté. Rien n’est changé.',
  too_many: 'L’équipe a trop de protocoles enregistrés.',
  implausible: '{name} : une valeur est hors de ce qui se mesure. Rien n’est changé.',
  contradictory: '{name} : les bornes se croisent. Rien n’est changé.',
}

export const en: SameKeys<typeof fr> = {
  retired: 'This protocol was retired meanwhile. Nothing is changed.',
  another_version: 'Another version was saved meanwhile. Read it, then try again: nothing is changed.',
  next_exists:
    'The next version is being written already. Your changes are kept: take its own in, then save.',
  already_ours: 'The team has just taken it: open its version, and adopt that one.',
  not_adopted: 'This protocol is not in force yet: another adoption is missing. Nothing is started.',
  running: 'This protocol is already under way for this person. Nothing is started.',
  not_your_profession: 'This protocol sets thresholds: somebody in this circle who prescribes must start it.',
  not_offered: '{name}: this target is no longer offered by the protocol. Choose another.',
  startsAt_past: 'This start is more than two months ago. Choose a nearer day.',
  ended: 'This run is already stopped. Nothing is changed.',
  too_many: 'The team has too many protocols on record.',
  implausible: '{name}: a value is outside what can be measured. Nothing is changed.',
  contradictory: '{name}: the bounds cross. Nothing is changed.',
}
