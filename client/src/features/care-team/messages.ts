import type { SameKeys } from '../../platform/i18n.ts'

export const fr = {
  title: 'Équipe',
  search: 'Chercher par nom ou profession',
  count: '{n} personne | {n} personnes',
  nobody: 'Personne ne correspond à « {words} ».',
  showAll: 'Montrer tout le monde',
  loading: 'Lecture de l’annuaire…',
  you: 'vous',
  noPhone: 'téléphone non renseigné',
  shared: 'aucune situation en commun | {n} situation en commun | {n} situations en commun',
  mine: 'dans aucun cercle | dans {n} cercle | dans {n} cercles',
}

export const en: SameKeys<typeof fr> = {
  title: 'Team',
  search: 'Search by name or profession',
  count: '{n} person | {n} people',
  nobody: 'Nobody matches “{words}”.',
  showAll: 'Show everyone',
  loading: 'Reading the directory…',
  you: 'you',
  noPhone: 'no telephone given',
  shared: 'no case in common | {n} case in common | {n} cases in common',
  mine: 'in no circle | in {n} circle | in {n} circles',
}
