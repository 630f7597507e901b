import type { SameKeys } from '../i18n.ts'

export const fr = {
  readings: 'Mesures',
  notYours:
    'Les mesures reviennent aux soignants. Un médecin peut confier cet acte à votre profession : Cercle, « Actes confiés ».',
  systolic: 'Systolique',
  diastolic: 'Diastolique',
  last: 'Dernière : {figures}, {when}',
  noLast: 'Aucune mesure avant celle-ci.',
  done: 'Ranger',
  clear: 'Effacer',
  problem: {
    range: '{name} : attendu entre {min} et {max} {unit}. Vérifiez la saisie.',
    diastolicMissing: '{name} : il manque la diastolique.',
    systolicMissing: '{name} : il manque la systolique.',
    diastolicAbove: '{name} : la diastolique doit être sous la systolique.',
  },
}

export const en: SameKeys<typeof fr> = {
  readings: 'Readings',
  notYours:
    'Readings are for those who care. A physician can hand this act to your profession: Circle, “Acts handed over”.',
  systolic: 'Systolic',
  diastolic: 'Diastolic',
  last: 'Last: {figures}, {when}',
  noLast: 'No reading before this one.',
  done: 'Put away',
  clear: 'Delete',
  problem: {
    range: '{name}: expected between {min} and {max} {unit}. Check what was entered.',
    diastolicMissing: '{name}: the diastolic is missing.',
    systolicMissing: '{name}: the systolic is missing.',
    diastolicAbove: '{name}: the diastolic must be under the systolic.',
  },
}
