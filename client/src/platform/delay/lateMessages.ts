import type { SameKeys } from '../i18n.ts'

export const fr = {
  none: 'Sans échéance',
  parts: { morning: 'Matin', midday: 'Midi', afternoon: 'Après-midi', evening: 'Soir', night: 'Nuit' },
  atAnHour: 'À une heure',
  inHours: 'En heures',
  part: 'Moment de la journée',
  hour: 'Heure',
  working: 'jours ouvrés',
  hoursAfter: 'heures après',
  daysAfter: 'jours après',
  day: 'J',
  sameDay: 'Jour J',
  hoursLater: '{n} h après',
  after: {
    atOnce: 'aussitôt',
    hours: 'dans l’heure | {n} h après',
    sameDay: 'le jour même, {when}',
    days: '{n} jour après, {when} | {n} jours après, {when}',
    workingDays: '{n} jour ouvré après, {when} | {n} jours ouvrés après, {when}',
    daysBefore: '{n} jour avant, {when} | {n} jours avant, {when}',
  },
}

export const en: SameKeys<typeof fr> = {
  none: 'No due date',
  parts: {
    morning: 'Morning',
    midday: 'Midday',
    afternoon: 'Afternoon',
    evening: 'Evening',
    night: 'Night',
  },
  atAnHour: 'At an hour',
  inHours: 'In hours',
  part: 'Part of the day',
  hour: 'Hour',
  working: 'working days',
  hoursAfter: 'hours later',
  daysAfter: 'days later',
  day: 'D',
  sameDay: 'Same day',
  hoursLater: '{n} h later',
  after: {
    atOnce: 'at once',
    hours: 'within the hour | {n} h later',
    sameDay: 'the same day, {when}',
    days: '{n} day later, {when} | {n} days later, {when}',
    workingDays: '{n} working day later, {when} | {n} working days later, {when}',
    daysBefore: '{n} day before, {when} | {n} days before, {when}',
  },
}
