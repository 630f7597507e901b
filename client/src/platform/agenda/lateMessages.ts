import type { SameKeys } from '../i18n.ts'

/** A case that is put forward for a meeting, wherever that is done or shown. */
export const fr = {
  when: {
    today: 'aujourd’hui {time}',
    tomorrow: 'demain {time}',
    near: '{day} {time}',
    far: '{day}, {time}',
  },
  of: {
    today: 'la concertation d’aujourd’hui {time}',
    tomorrow: 'la concertation de demain {time}',
    near: 'la concertation de {day} {time}',
    far: 'la concertation du {day}, {time}',
  },
  question: 'Question pour l’équipe',
  questionHint: 'Une phrase à laquelle la concertation peut répondre.',
  meeting: 'Pour quelle concertation',
  waits: 'La prochaine qui sera convoquée',
  minutes: 'Temps',
  minutesUnit: 'minutes',
  forOther: 'Quelqu’un d’extérieur pose la question',
  otherName: 'Son nom',
  otherProfession: 'Son métier',
  noProfession: 'Autre, ou sans métier du soin',
  proposed: 'Proposée pour {meeting}',
  proposedLater: 'Proposée : attend la prochaine concertation',
  askedFor: 'Pour {meeting}',
  askedForLater: 'Pour la prochaine concertation',
  giveOpinion: 'Donner mon avis',
  see: 'Voir l’ordre du jour',
}

export const en: SameKeys<typeof fr> = {
  when: {
    today: 'today {time}',
    tomorrow: 'tomorrow {time}',
    near: '{day} {time}',
    far: '{day}, {time}',
  },
  of: {
    today: 'the meeting of today {time}',
    tomorrow: 'the meeting of tomorrow {time}',
    near: 'the meeting of {day} {time}',
    far: 'the meeting of {day}, {time}',
  },
  question: 'Question for the team',
  questionHint: 'One sentence that the meeting can answer.',
  meeting: 'For which meeting',
  waits: 'The next one that is called',
  minutes: 'Time',
  minutesUnit: 'minutes',
  forOther: 'Somebody outside asks the question',
  otherName: 'Their name',
  otherProfession: 'Their profession',
  noProfession: 'Another, or no care profession',
  proposed: 'Put forward for {meeting}',
  proposedLater: 'Put forward: waits for the next meeting',
  askedFor: 'For {meeting}',
  askedForLater: 'For the next meeting',
  giveOpinion: 'Give my opinion',
  see: 'See the agenda',
}
