import { DEFAULT_THRESHOLDS } from '../thresholds.data.ts'
import { shipped } from './shipped.ts'

/**
 * First INR after the third dose, the second three to six days later, then once or twice a week until it is steady and
 * at most a month apart: summary of product characteristics of warfarin. Above the target: HAS and GEHT, April 2008.
 */
export const anticoagulant = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a01', {
  name: 'Suivi d’un traitement par AVK',
  purpose:
    'De la première prise à l’équilibre, puis chaque mois : qui prélève, qui reçoit l’INR, qui adapte la dose, qui la dit à la personne. Le départ est la première prise.',
  source: 'RCP de la warfarine ; HAS/GEHT, avril 2008',
  thresholds: [
    {
      kind: 'inr',
      target: { from: 2, to: 3 },
      rules: DEFAULT_THRESHOLDS.inr.rules,
      // Mechanical valves and recurrent thrombosis ask for more: summary of product characteristics.
      choices: [
        { from: 2, to: 3 },
        { from: 2.5, to: 3.5 },
        { from: 3, to: 4.5 },
      ],
    },
  ],
  // The secretary has the laboratory on the telephone, and writes down what it says.
  delegations: [{ act: 'measurement.record', profession: 'medicalSecretary' }],
  steps: [
    {
      key: 'bilan',
      title: 'Bilan avant de commencer : INR, numération, reins, foie ; durée prévue écrite',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { hours: 4 } }],
      urgency: 'important',
      checklist: ['Bilan prescrit', 'Durée prévue écrite', 'Carnet de suivi remis', 'Signes d’alerte dits'],
    },
    {
      key: 'interactions',
      title: 'Interactions du traitement et automédication : AINS, aspirine, miconazole, millepertuis',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: 0, time: '19:00' } }],
      urgency: 'important',
    },
    {
      key: 'expliquer',
      title: 'Expliquer : heure fixe, oubli, signes de saignement, qui appeler',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 1, part: 'morning' } }],
      checklist: [
        'L’heure de prise convient à la personne',
        'Sait que faire en cas d’oubli',
        'Connaît les signes de saignement',
        'A le numéro à appeler',
      ],
    },
    {
      key: 'prise-de-sang',
      title: 'Prise de sang pour l’INR, portée au laboratoire avant midi',
      detail: 'Demander : saignement, chute, nouveau médicament, prise oubliée.',
      forProfession: 'nurse',
      when: [
        { on: 'start', offset: { days: 3, part: 'morning' } },
        // Steady readings stand further and further apart, at most four weeks.
        {
          on: 'reading',
          kind: 'inr',
          is: 'inTarget',
          streak: { from: 1, to: 1 },
          offset: { days: 4, part: 'morning' },
        },
        {
          on: 'reading',
          kind: 'inr',
          is: 'inTarget',
          streak: { from: 2, to: 2 },
          offset: { days: 7, part: 'morning' },
        },
        {
          on: 'reading',
          kind: 'inr',
          is: 'inTarget',
          streak: { from: 3, to: 3 },
          offset: { days: 14, part: 'morning' },
        },
        {
          on: 'reading',
          kind: 'inr',
          is: 'inTarget',
          streak: { from: 4, to: null },
          offset: { days: 28, part: 'morning' },
        },
        { on: 'reading', kind: 'inr', is: 'below', offset: { days: 5, part: 'morning' } },
        { on: 'reading', kind: 'inr', is: 'above', offset: { days: 5, part: 'morning' } },
        { on: 'crossing', kind: 'inr', rule: 'un-et-demi', offset: { days: 3, part: 'morning' } },
        // The day after: HAS and GEHT.
        { on: 'crossing', kind: 'inr', rule: 'quatre', offset: { days: 1, part: 'morning' } },
        { on: 'crossing', kind: 'inr', rule: 'six', offset: { days: 1, part: 'morning' } },
        { on: 'crossing', kind: 'inr', rule: 'dix', offset: { days: 1, part: 'morning' } },
      ],
      checklist: ['Saignement, bleus ou chute', 'Prise oubliée', 'Nouveau médicament'],
    },
    {
      key: 'resultat',
      title: 'Résultat d’INR : l’appeler au laboratoire s’il n’est pas arrivé, et l’inscrire',
      forProfession: 'medicalSecretary',
      outside: 'laboratoire',
      when: [{ on: 'step', step: 'prise-de-sang', offset: { hours: 8 } }],
      urgency: 'important',
      records: [{ kind: 'inr', required: true }],
    },
    {
      key: 'dose',
      title: 'Adapter la dose selon l’INR, l’écrire dans le traitement',
      forProfession: 'physician',
      when: [
        { on: 'reading', kind: 'inr', is: 'below', offset: { hours: 6 } },
        { on: 'reading', kind: 'inr', is: 'above', offset: { hours: 6 } },
        { on: 'crossing', kind: 'inr', rule: 'un-et-demi', offset: { hours: 4 } },
        { on: 'crossing', kind: 'inr', rule: 'quatre', offset: { hours: 4 } },
        { on: 'crossing', kind: 'inr', rule: 'six', offset: { hours: 2 } },
        { on: 'crossing', kind: 'inr', rule: 'dix', offset: { hours: 2 } },
      ],
      urgency: 'important',
      checklist: ['Cause cherchée : oubli, infection, nouveau médicament, repas', 'Dose écrite'],
    },
    {
      key: 'dire',
      title: 'Dire la nouvelle dose à la personne, changer le pilulier et le carnet',
      forProfession: 'nurse',
      when: [{ on: 'step', step: 'dose', offset: { hours: 4 } }],
      urgency: 'important',
      checklist: ['Dite et comprise', 'Pilulier changé', 'Carnet à jour'],
    },
    {
      key: 'entretien',
      title: 'Entretien pharmaceutique sur l’anticoagulant',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: 15, time: '18:00', workingDays: true } }],
    },
    {
      key: 'trois-mois',
      title:
        'Le point à trois mois : temps passé dans la cible, saignements, l’AVK reste-t-il le bon choix ?',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { days: 90, time: '18:00' } }],
    },
  ],
})
