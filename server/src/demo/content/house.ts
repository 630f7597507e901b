import type { DutyHours } from '@colloque/domain'
import type { DemoSchedule, DemoTalk } from '../scenario.ts'

const WEEK = [1, 2, 3, 4, 5]
const from = (days: number[], start: string, end: string): DutyHours => ({ days, from: start, to: end })

/** When the people of the house work. Samuel has the early round, Maëlle the late one; Rui is away for a week. */
export const SCHEDULES: readonly DemoSchedule[] = [
  { person: 'helene', hours: [from([1, 2, 4, 5], '08:00', '19:00'), from([6], '08:30', '12:30')] },
  { person: 'youssef', hours: [from([1, 3, 4, 5], '08:00', '19:30')] },
  {
    person: 'maelle',
    hours: [from([1, 2, 3, 4, 5], '07:00', '20:00')],
    away: [{ from: 12, to: 19, replacedBy: 'samuel' }],
  },
  { person: 'samuel', hours: [from([1, 2, 3, 4, 5, 6, 7], '06:30', '20:00')] },
  { person: 'linh', hours: [from(WEEK, '08:30', '19:30'), from([6], '09:00', '18:00')] },
  { person: 'carole', hours: [from([1, 2, 4], '09:00', '17:30')] },
  { person: 'rui', hours: [from(WEEK, '08:00', '18:30')], away: [{ from: -1, to: 5 }] },
  { person: 'josiane', hours: [from(WEEK, '08:00', '18:00')] },
  { person: 'nadia', hours: [from([1, 2, 3, 4], '09:00', '18:00')] },
]

/** Talk outside the cases: no patient is named here. */
export const TALK: readonly DemoTalk[] = [
  {
    day: -9,
    time: '12:40',
    by: 'nadia',
    with: 'team',
    key: 'vaccins',
    text: 'Vaccination antigrippale : la réserve est arrivée. Qui prend la permanence du mercredi après-midi ?',
    to: { professions: ['nurse', 'pharmacist'] },
  },
  {
    day: -9,
    time: '12:58',
    by: 'linh',
    with: 'team',
    thread: 'vaccins',
    text: 'Moi jusqu’à 17 h, à l’officine.',
  },
  { day: -9, time: '13:20', by: 'samuel', with: 'team', thread: 'vaccins', text: 'Je prends la suite, ici.' },
  {
    day: -6,
    time: '08:05',
    by: 'josiane',
    with: 'team',
    text: 'Le fax du laboratoire est en panne. Ils appellent jusqu’à jeudi : je note tout dans les fils.',
  },
  {
    day: -2,
    time: '17:35',
    by: 'rui',
    with: 'team',
    key: 'absence',
    text: 'Je suis absent une semaine à partir de demain. Mes séances urgentes : le cabinet Delmas, numéro à l’accueil.',
  },
  {
    day: -2,
    time: '17:50',
    by: 'nadia',
    with: 'team',
    thread: 'absence',
    text: 'Noté dans les présences. Repose-toi.',
  },
  {
    day: -1,
    time: '18:45',
    by: 'nadia',
    with: 'team',
    key: 'concertation',
    text: 'Concertation jeudi à 13 h, salle du haut. Proposez vos situations depuis un message, avec une question.',
  },
  {
    day: 0,
    time: '07:45',
    by: 'carole',
    with: 'team',
    thread: 'concertation',
    text: 'J’en ai proposé une hier soir.',
  },
  {
    day: -1,
    time: '19:10',
    by: 'maelle',
    with: 'samuel',
    text: 'Je serai en congé la semaine du 4. Tu veux qu’on revoie ma tournée ensemble ?',
  },
  { day: -1, time: '19:32', by: 'samuel', with: 'maelle', text: 'Oui, demain midi avec un sandwich.' },
  {
    day: 0,
    time: '07:58',
    by: 'linh',
    with: 'helene',
    text: 'Je vous appelle à 8 h 30 si vous avez cinq minutes ? Rien d’urgent.',
  },
]
