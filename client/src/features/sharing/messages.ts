import type { SameKeys } from '../../platform/i18n.ts'

export const fr = {
  chosen: 'Ce qui est partagé',
  intro:
    'Ce que {name} et les proches qui ont un accès lisent. Rien d’autre ne leur est montré : ni le fil, ni le tableau, ni les signalements.',
  part: {
    circle: 'Qui est autour',
    treatment: 'Les médicaments, par moment de la journée',
    appointments: 'Les prochains rendez-vous',
    plan: 'Le plan signé : objectifs, qui fait quoi, quoi faire si cela ne va pas',
    wishes: 'Les souhaits notés',
  },
  note: {
    circle: 'Noms, métiers et téléphones des professionnels ; jamais les autres proches.',
    treatment: 'Noms, doses et moments ; ni indication, ni alerte.',
    appointments: 'Tâches marquées pour la personne et rendez-vous extérieurs.',
    plan: 'La dernière version signée, sans les besoins ni les réévaluations.',
    wishes: 'Mot pour mot. Retirez-les si la personne préfère les garder pour l’équipe.',
  },
  goes: 'Ce qui n’est plus coché leur est retiré aussitôt.',
  save: 'Partager ce choix',
  saved: 'Choix enregistré.',
  preview: 'Voir ce qu’ils verront',
  previewTitle: 'Ce que verront les proches',
  previewNote: 'D’après les cases cochées, enregistrées ou non.',
  lastSet: 'Choisi par {name}, {when}.',
  first: 'Pas encore choisi : les noms et téléphones seulement.',
  who: 'Qui lit cette page',
  nobody: 'Personne pour le moment. On donne un accès à un proche depuis Cercle.',
  toCircle: 'Aller au cercle',
  readBy: 'Lu par le cercle, et par {names}.',
  until: 'jusqu’au {when}',
  readOnly: 'Vous pouvez lire ces échanges, pas y écrire.',
}

export const en: SameKeys<typeof fr> = {
  chosen: 'What is shared',
  intro:
    'What {name} and the relatives who have access read. They are shown nothing else: neither the thread, nor the board, nor the flags.',
  part: {
    circle: 'Who is around',
    treatment: 'The medicines, by moment of the day',
    appointments: 'The next appointments',
    plan: 'The signed plan: objectives, who does what, what to do when things go badly',
    wishes: 'The wishes that were noted',
  },
  note: {
    circle: 'Names, trades and telephones of the professionals; never the other relatives.',
    treatment: 'Names, doses and moments; neither indication nor alert.',
    appointments: 'Tasks marked for the person, and appointments elsewhere.',
    plan: 'The last signed version, without needs and reviews.',
    wishes: 'Word for word. Take them out where the person would rather keep them for the team.',
  },
  goes: 'What is not ticked any more is taken from them at once.',
  save: 'Share this choice',
  saved: 'Choice saved.',
  preview: 'See what they will see',
  previewTitle: 'What relatives will see',
  previewNote: 'By the boxes that are ticked, saved or not.',
  lastSet: 'Chosen by {name}, {when}.',
  first: 'Not chosen yet: names and telephones only.',
  who: 'Who reads this page',
  nobody: 'Nobody for now. A relative is given access in Circle.',
  toCircle: 'Go to the circle',
  readBy: 'Read by the circle, and by {names}.',
  until: 'until {when}',
  readOnly: 'You may read this exchange, not write in it.',
}
