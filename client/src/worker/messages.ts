import { PUSH_KINDS } from './payload.ts'

type Words = Readonly<Record<(typeof PUSH_KINDS)[number] | 'other', string>> & {
  readonly open: string
}

/** What a notification says. Anybody may see the screen of a phone: never a name, never a word of a patient. */
export const fr: Words = {
  urgent: 'Message urgent',
  escalation: 'Message urgent sans réponse',
  important: 'Message important',
  mention: 'On vous demande',
  message: 'Nouveau message',
  flag: 'Signalement à voir',
  severeFlag: 'Signalement grave à voir',
  task: 'Une tâche pour vous',
  signPlan: 'Un plan à signer',
  planReturned: 'Un plan vous revient',
  breakGlass: 'Accès d’urgence à une situation',
  sharedMessage: 'Message d’un proche',
  sharedReply: 'Nouveau message',
  reading: 'Une mesure à voir',
  urgentReading: 'Mesure urgente à voir',
  meeting: 'L’ordre du jour d’une concertation',
  meetingCancelled: 'Une concertation est annulée',
  other: 'Du nouveau',
  open: 'Ouvrir Colloque',
}

export const en: Words = {
  urgent: 'Urgent message',
  escalation: 'Urgent message without an answer',
  important: 'Important message',
  mention: 'You are asked',
  message: 'New message',
  flag: 'A flag to see',
  severeFlag: 'A severe flag to see',
  task: 'A task for you',
  signPlan: 'A plan to sign',
  planReturned: 'A plan comes back to you',
  breakGlass: 'Emergency access to a case',
  sharedMessage: 'Message from a relative',
  sharedReply: 'New message',
  reading: 'A reading to see',
  urgentReading: 'Urgent reading to see',
  meeting: 'The agenda of a meeting',
  meetingCancelled: 'A meeting is cancelled',
  other: 'Something new',
  open: 'Open Colloque',
}
