import * as composing from './composing/messages.ts'
import * as document from './document/messages.ts'
import * as editor from './editor/messages.ts'
import * as flag from './flag/messages.ts'
import type { SameKeys } from './i18n.ts'
import * as ladder from './ladder/messages.ts'
import * as measure from './measure/messages.ts'
import * as message from './message/messages.ts'
import * as need from './need/messages.ts'
import * as news from './news/messages.ts'
import * as queue from './queue/messages.ts'
import * as referral from './referral/messages.ts'
import * as refusals from './refusals.ts'
import * as sending from './sending/messages.ts'
import * as task from './task/messages.ts'

export const fr = {
  teamConversation: 'L’équipe',
  document: document.fr,
  editor: editor.fr,
  flag: flag.fr,
  ladder: ladder.fr,
  measure: measure.fr,
  message: message.fr,
  need: need.fr,
  news: news.fr,
  queue: queue.fr,
  referral: referral.fr,
  refusals: refusals.fr,
  sending: sending.fr,
  task: task.fr,
  errors: {
    unauthenticated:
      'Votre session est terminée. Connectez-vous de nouveau : ce que vous avez écrit est gardé.',
    not_found: 'Introuvable, ou hors de vos cercles de soins.',
    invalid: 'Une valeur n’est pas acceptée. Corrigez-la et recommencez : rien n’est changé.',
    conflict: 'Quelqu’un a changé ceci entre-temps. Voyez le nouvel état, puis recommencez.',
    already_claimed: 'Quelqu’un d’autre a pris cette tâche.',
    command_id_reused: 'Cet envoi porte le numéro d’un autre. Recommencez : votre texte est gardé.',
    rate_limited: 'Trop d’essais. Réessayez dans {seconds} s.',
    busy: 'Le serveur est occupé. Réessayez dans un instant : votre texte est gardé.',
    storage_full:
      'Le serveur n’a plus de place. Prévenez la personne qui l’administre ; votre texte est gardé.',
    unavailable: 'Le serveur ne répond pas. Ce que vous écrivez est gardé sur cet appareil.',
    unknown_outcome: 'Le serveur n’a pas confirmé. L’envoi sera répété sans être doublé.',
    resync: 'L’affichage est en retard. Il se recharge.',
    upgrade_required: 'Une version plus récente est nécessaire. Rechargez la page.',
    internal: 'Une erreur est survenue au serveur. Réessayez ; si elle revient, signalez-la.',
    offline: 'Pas de réseau. Réessayez quand il revient : ce que vous avez écrit est gardé.',
  },
  readings: {
    name: {
      weight: 'Poids',
      bloodPressure: 'Tension artérielle',
      pulse: 'Pouls',
      temperature: 'Température',
      inr: 'INR',
      glucose: 'Glycémie',
      spo2: 'Saturation',
      pain: 'Douleur',
    },
    short: {
      weight: 'Poids',
      bloodPressure: 'TA',
      pulse: 'Pouls',
      temperature: 'T°',
      inr: 'INR',
      glucose: 'Glycémie',
      spo2: 'SpO₂',
      pain: 'Douleur',
    },
  },
  composing: composing.fr,
  profession: {
    physician: 'médecin',
    nurse: 'infirmier·ère',
    advancedPracticeNurse: 'infirmier·ère en pratique avancée',
    pharmacist: 'pharmacien·ne',
    physiotherapist: 'kinésithérapeute',
    speechTherapist: 'orthophoniste',
    podiatrist: 'pédicure-podologue',
    midwife: 'sage-femme',
    dietitian: 'diététicien·ne',
    occupationalTherapist: 'ergothérapeute',
    psychologist: 'psychologue',
    socialWorker: 'assistant·e social·e',
    careNavigator: 'médiateur·rice en santé',
    homeHelp: 'aide à domicile',
    medicalSecretary: 'secrétaire médical·e',
    medicalAssistant: 'assistant·e médical·e',
    coordinator: 'coordinateur·rice',
  },
}

export const en: SameKeys<typeof fr> = {
  teamConversation: 'The team',
  document: document.en,
  editor: editor.en,
  flag: flag.en,
  ladder: ladder.en,
  measure: measure.en,
  message: message.en,
  need: need.en,
  news: news.en,
  queue: queue.en,
  referral: referral.en,
  refusals: refusals.en,
  sending: sending.en,
  task: task.en,
  errors: {
    unauthenticated: 'Your session has ended. Sign in again: what you wrote is kept.',
    not_found: 'Not found, or outside your care circles.',
    invalid: 'A value is not accepted. Correct it and try again: nothing has changed.',
    conflict: 'Someone changed this in the meantime. See its new state, then try again.',
    already_claimed: 'Someone else has taken this task.',
    command_id_reused: 'This has the number of another one. Try again: your text is kept.',
    rate_limited: 'Too many attempts. Try again in {seconds} s.',
    busy: 'The server is busy. Try again in a moment: your text is kept.',
    storage_full: 'The server is out of space. Tell the person who runs it; your text is kept.',
    unavailable: 'The server does not answer. What you write is kept on this device.',
    unknown_outcome: 'The server has not confirmed. It will be sent again, and counted once.',
    resync: 'The display is behind. It is reloading.',
    upgrade_required: 'A newer version is needed. Reload the page.',
    internal: 'The server met an error. Try again; if it comes back, report it.',
    offline: 'No network. Try again when it is back: what you wrote is kept.',
  },
  readings: {
    name: {
      weight: 'Weight',
      bloodPressure: 'Blood pressure',
      pulse: 'Pulse',
      temperature: 'Temperature',
      inr: 'INR',
      glucose: 'Glucose',
      spo2: 'Saturation',
      pain: 'Pain',
    },
    short: {
      weight: 'Weight',
      bloodPressure: 'BP',
      pulse: 'Pulse',
      temperature: 'T°',
      inr: 'INR',
      glucose: 'Glucose',
      spo2: 'SpO₂',
      pain: 'Pain',
    },
  },
  composing: composing.en,
  profession: {
    physician: 'physician',
    nurse: 'nurse',
    advancedPracticeNurse: 'advanced practice nurse',
    pharmacist: 'pharmacist',
    physiotherapist: 'physiotherapist',
    speechTherapist: 'speech therapist',
    podiatrist: 'podiatrist',
    midwife: 'midwife',
    dietitian: 'dietitian',
    occupationalTherapist: 'occupational therapist',
    psychologist: 'psychologist',
    socialWorker: 'social worker',
    careNavigator: 'care navigator',
    homeHelp: 'home help',
    medicalSecretary: 'medical secretary',
    medicalAssistant: 'medical assistant',
    coordinator: 'coordinator',
  },
}
