import type { Profession } from '@colloque/domain'

/** What people type for a profession, in both languages and in short, whichever language the screen speaks. */
export const PROFESSION_WORDS: Record<Profession, readonly string[]> = {
  physician: ['médecin', 'docteur', 'généraliste', 'physician', 'doctor', 'GP'],
  nurse: ['infirmier', 'infirmière', 'IDE', 'IDEL', 'nurse'],
  advancedPracticeNurse: ['IPA', 'infirmier en pratique avancée', 'advanced practice nurse'],
  pharmacist: ['pharmacien', 'pharmacienne', 'officine', 'pharmacist', 'chemist'],
  physiotherapist: ['kinésithérapeute', 'masseur', 'physiotherapist'],
  speechTherapist: ['orthophoniste', 'speech therapist'],
  podiatrist: ['podologue', 'pédicure', 'podiatrist'],
  midwife: ['sage-femme', 'maïeuticien', 'midwife'],
  dietitian: ['diététicien', 'diététicienne', 'dietitian'],
  occupationalTherapist: ['ergothérapeute', 'occupational therapist'],
  psychologist: ['psychologue', 'psychologist'],
  socialWorker: ['assistant social', 'assistante sociale', 'travailleur social', 'social worker'],
  careNavigator: ['médiateur', 'médiatrice', 'care navigator'],
  homeHelp: ['aide à domicile', 'auxiliaire de vie', 'home help'],
  medicalSecretary: ['secrétaire', 'medical secretary'],
  medicalAssistant: ['assistant médical', 'assistante médicale', 'medical assistant'],
  coordinator: ['coordinateur', 'coordinatrice', 'coordination', 'coordinator'],
}
