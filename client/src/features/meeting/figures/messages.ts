import type { SameKeys } from '../../../platform/i18n.ts'

/** What is counted of the meetings of a year, for the house and its funder. */
export const fr = {
  intro:
    'Ce que l’assurance maladie compte des concertations d’une maison, et ce que les décisions sont devenues. Touchez un chiffre : il s’ouvre sur ce qui est compté.',
  year: 'Année',
  csv: 'Exporter en CSV',
  saved: 'Fichier enregistré.',
  retry: 'Réessayer',
  loading: 'Calcul des chiffres…',
  none: 'Aucune concertation tenue dans Colloque en {year}.',
  noneNext: 'Une concertation compte une fois terminée, et une situation une fois son compte rendu signé.',
  meetings: 'Concertations tenues',
  leastMeetings: 'Seuil : au moins {n} dans l’année',
  patients: 'Patients distincts, compte rendu rangé',
  minutesFor:
    '{n} compte rendu rangé. Patients distincts : {patients} | {n} comptes rendus rangés. Patients distincts : {patients}',
  share: '{share} de {n} patients de 75 ans et plus ou en ALD ; seuil : {least}',
  shareUnknown: 'Part inconnue : le nombre de patients de 75 ans et plus ou en ALD n’est pas encore indiqué.',
  decisions: 'Décisions réalisées',
  late: '{n} en retard | {n} en retard',
  of: '{n} sur {of}',
  filedOf:
    'sur {of} situation, compte rendu rangé : {filed} | sur {of} situations, comptes rendus rangés : {filed}',
  met: 'seuil atteint',
  notMet: 'pas encore atteint',
  look: '{label} : {value}. Voir ce qui est compté',
  source:
    'Seuils : accord conventionnel interprofessionnel des maisons de santé (arrêté du 24 juillet 2017, JO du 5 août 2017), version « {version} » : au moins {n} concertations dans l’année, et un compte rendu rangé pour au moins {share} des patients de 75 ans et plus ou en ALD ayant déclaré leur médecin traitant dans la maison. Un avenant plus récent peut les avoir changés.',
  byMeeting: 'Par concertation',
  byMeetingWhat: 'Comptes rendus rangés, sur les situations à l’ordre du jour',
  attendance: 'Présences par métier',
  presences: '{n} présence | {n} présences',
  people: '{n} personne | {n} personnes',
  presencesOf: 'Présences : {who}',
  nothing: 'Rien pour le moment.',
  hiddenMinutes:
    'Et {n} compte rendu d’une situation dont vous n’êtes pas du cercle. | Et {n} comptes rendus de situations dont vous n’êtes pas du cercle.',
  hiddenDecisions:
    'Et {n} décision d’une situation dont vous n’êtes pas du cercle. | Et {n} décisions de situations dont vous n’êtes pas du cercle.',
  count: {
    set: 'Indiquer ce nombre',
    change: 'Changer ce nombre',
    others: 'La coordination ou un administrateur de l’équipe l’indique.',
    by: 'Nombre indiqué par {name}, {day}',
    title: 'Patients en {year}',
    what: 'Patients de 75 ans et plus, ou en affection de longue durée, dont le médecin traitant est de la maison.',
    label: 'Nombre de patients',
    help: 'Le relevé de l’assurance maladie le donne. Toute l’équipe lit ce nombre, et qui l’a indiqué.',
    act: 'Enregistrer',
    done: 'Nombre enregistré.',
  },
}

export const en: SameKeys<typeof fr> = {
  intro:
    'What the health insurance counts of a house’s meetings, and what became of the decisions. Touch a figure: it opens on what is counted.',
  year: 'Year',
  csv: 'Export as CSV',
  saved: 'File saved.',
  retry: 'Try again',
  loading: 'Counting…',
  none: 'No meeting was held in Colloque in {year}.',
  noneNext: 'A meeting counts once it is over, and a case once its minutes are signed.',
  meetings: 'Meetings held',
  leastMeetings: 'Threshold: at least {n} in the year',
  patients: 'Distinct patients, minutes filed',
  minutesFor:
    '{n} file of minutes. Distinct patients: {patients} | {n} files of minutes. Distinct patients: {patients}',
  share: '{share} of {n} patients of 75 and more or with a long-term illness; threshold: {least}',
  shareUnknown:
    'Share unknown: how many patients are of 75 and more or have a long-term illness is not set yet.',
  decisions: 'Decisions carried out',
  late: '{n} late | {n} late',
  of: '{n} of {of}',
  filedOf: 'of {of} case, minutes filed: {filed} | of {of} cases, minutes filed: {filed}',
  met: 'threshold reached',
  notMet: 'not reached yet',
  look: '{label}: {value}. See what is counted',
  source:
    'Thresholds: agreement of health centres with the insurance (order of 24 July 2017, JO of 5 August 2017), version “{version}”: at least {n} meetings in the year, and minutes filed for at least {share} of the patients of 75 and more or with a long-term illness who have declared their doctor in the house. A later amendment may have changed them.',
  byMeeting: 'By meeting',
  byMeetingWhat: 'Minutes filed, of the cases on the agenda',
  attendance: 'Attendance by profession',
  presences: '{n} attendance | {n} attendances',
  people: '{n} person | {n} people',
  presencesOf: 'Attendance: {who}',
  nothing: 'Nothing so far.',
  hiddenMinutes:
    'And {n} file of minutes of a case whose circle you are not in. | And {n} files of minutes of cases whose circle you are not in.',
  hiddenDecisions:
    'And {n} decision about a case whose circle you are not in. | And {n} decisions about cases whose circle you are not in.',
  count: {
    set: 'Set this number',
    change: 'Change this number',
    others: 'The coordination or an administrator of the team sets it.',
    by: 'Number set by {name}, {day}',
    title: 'Patients in {year}',
    what: 'Patients of 75 and more, or with a long-term illness, whose declared doctor is of the house.',
    label: 'Number of patients',
    help: 'The statement of the health insurance gives it. The whole team reads it, and who set it.',
    act: 'Save',
    done: 'Number saved.',
  },
}
