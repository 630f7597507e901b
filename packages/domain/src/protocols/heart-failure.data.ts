import { KIDNEYS_WARN, must, rulesOf, shipped, SYSTOLIC_BAND } from './shipped.ts'

/**
 * Weight: more than 2 kg in 3 days, every morning after voiding and before breakfast: ESC (heartfailurematters.org) and
 * HFA self-care, 2020. Signs: EPOF, Société française de cardiologie. Potassium and creatinine before and about two
 * weeks after each change of a blocker of the renin-angiotensin system: CBIP Folia; more than 5.5 mmol/L asks for
 * somebody the same day. A rise of creatinine by 30 %, the pace of visits, the seven days until the doctor and the
 * cardiologist's appointment are general knowledge, to be read by somebody of the trade.
 */
export const heartFailure = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a03', {
  name: 'Insuffisance cardiaque à domicile',
  purpose:
    'Après une poussée ou une hospitalisation : peser, repérer une rechute à temps, adapter le traitement, et revoir sang et poids. Le départ est le retour chez soi, ou le jour de la décision.',
  source: 'ESC/HFA 2020 (poids) ; SFC (EPOF) ; CBIP Folia (potassium) ; rythme des passages : usage',
  thresholds: [
    { kind: 'weight', rules: rulesOf('weight') },
    { kind: 'bloodPressure', target: SYSTOLIC_BAND, rules: rulesOf('bloodPressure', 'severe', 'basse') },
    { kind: 'pulse', rules: rulesOf('pulse') },
    { kind: 'potassium', target: { from: 3.5, to: 5 }, rules: rulesOf('potassium') },
    { kind: 'creatinine', rules: rulesOf('creatinine') },
  ],
  // The secretary has the laboratory on the telephone, and writes down what it says.
  delegations: [{ act: 'measurement.record', profession: 'medicalSecretary' }],
  steps: [
    {
      key: 'apprendre',
      title: 'Apprendre à se peser et à reconnaître une rechute : balance, cahier, signes EPOF',
      detail:
        'Chaque matin, après être allé aux toilettes, avant le petit-déjeuner. Plus de 2 kg en 3 jours : appeler.',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 1, part: 'morning' } }],
      urgency: 'important',
      records: [must('weight'), must('bloodPressure'), must('pulse')],
      checklist: [
        'Une balance qu’elle peut lire',
        'Cahier de poids commencé',
        'Sait dire EPOF : essoufflement, poids, œdèmes, fatigue',
        'Sait qui appeler, et quand',
      ],
    },
    {
      key: 'interactions',
      title: 'Médicaments qui retiennent l’eau ou montent le potassium : AINS, sels, effervescents',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: 3, time: '18:00', workingDays: true } }],
    },
    {
      key: 'medecin',
      title: 'Consultation ou visite du médecin traitant dans la semaine',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { days: 7, time: '18:00' } }],
      urgency: 'important',
      checklist: ['Poids de référence écrit', 'Traitement de fond revu', 'Vaccins : grippe, pneumocoque'],
    },
    {
      key: 'visite',
      title: 'Passage infirmier : poids, tension, pouls, chevilles, souffle',
      forProfession: 'nurse',
      when: [
        { on: 'start', offset: { days: 5, part: 'morning' } },
        {
          ...{ on: 'reading', kind: 'bloodPressure', is: 'inTarget', streak: { from: 1, to: 6 } },
          offset: { days: 7, part: 'morning' },
        },
        {
          ...{ on: 'reading', kind: 'bloodPressure', is: 'inTarget', streak: { from: 7, to: null } },
          offset: { days: 14, part: 'morning' },
        },
        { on: 'reading', kind: 'bloodPressure', is: 'above', offset: { days: 7, part: 'morning' } },
        { on: 'reading', kind: 'bloodPressure', is: 'below', offset: { days: 2, part: 'morning' } },
        { on: 'crossing', kind: 'weight', rule: 'prise-rapide', offset: { days: 1, part: 'morning' } },
        { on: 'crossing', kind: 'pulse', rule: 'rapide', offset: { days: 1, part: 'morning' } },
        { on: 'crossing', kind: 'pulse', rule: 'lent', offset: { days: 1, part: 'morning' } },
      ],
      records: [must('weight'), must('bloodPressure'), must('pulse')],
      checklist: ['Essoufflement', 'Prise de poids', 'Œdèmes', 'Fatigue', 'Sel et boissons'],
    },
    {
      key: 'rechute',
      title: 'Rechute ? Examiner ou appeler dans la journée, adapter le diurétique et l’écrire',
      forProfession: 'physician',
      when: [
        { on: 'crossing', kind: 'weight', rule: 'prise-rapide', offset: { hours: 4 } },
        { on: 'crossing', kind: 'pulse', rule: 'rapide', offset: { hours: 4 } },
        { on: 'crossing', kind: 'pulse', rule: 'lent', offset: { hours: 4 } },
        { on: 'crossing', kind: 'bloodPressure', rule: 'basse', offset: { hours: 4 } },
      ],
      urgency: 'important',
      checklist: ['EPOF demandés', 'Cause cherchée : sel, oubli, rythme, infection', 'Dose écrite'],
    },
    {
      key: 'dire',
      title: 'Dire la nouvelle dose à la personne et à l’entourage, changer le pilulier',
      forProfession: 'nurse',
      when: [{ on: 'step', step: 'rechute', offset: { hours: 6 } }],
      urgency: 'important',
      checklist: ['Dite et comprise', 'Pilulier changé'],
    },
    {
      key: 'sel',
      title: 'Sel et repas possibles à la maison, poids sec compris',
      forProfession: 'dietitian',
      when: [{ on: 'start', offset: { days: 14, time: '18:00', workingDays: true } }],
    },
    {
      key: 'doses',
      title: 'Monter le traitement de fond : IEC ou ARA2, bêtabloquant, anti-aldostérone',
      forProfession: 'physician',
      when: [{ on: 'step', step: 'medecin', offset: { days: 14, time: '18:00' } }],
      checklist: ['Potassium et créatinine d’avant connus', 'Prise de sang à deux semaines prescrite'],
    },
    {
      key: 'prise-de-sang',
      title: 'Prise de sang : potassium, créatinine, sodium',
      forProfession: 'nurse',
      when: [
        { on: 'start', offset: { days: 7, part: 'morning' } },
        { on: 'step', step: 'doses', offset: { days: 14, part: 'morning' } },
        { on: 'step', step: 'rechute', offset: { days: 5, part: 'morning' } },
        { on: 'crossing', kind: 'potassium', rule: 'haute', offset: { days: 2, part: 'morning' } },
        { on: 'crossing', kind: 'potassium', rule: 'tres-haute', offset: { days: 1, part: 'morning' } },
      ],
    },
    {
      key: 'resultat',
      title: 'Résultats du laboratoire : les demander s’ils ne sont pas arrivés, et les inscrire',
      forProfession: 'medicalSecretary',
      outside: 'laboratoire',
      when: [{ on: 'step', step: 'prise-de-sang', offset: { hours: 24 } }],
      urgency: 'important',
      records: [must('potassium'), must('creatinine')],
    },
    {
      key: 'reins',
      title: 'Potassium ou créatinine : revoir IEC, ARA2, anti-aldostérone et AINS',
      forProfession: 'physician',
      when: KIDNEYS_WARN,
      urgency: 'important',
    },
    {
      key: 'cardiologue',
      title: 'Rendez-vous chez le cardiologue pris, courrier et poids envoyés',
      forProfession: 'medicalSecretary',
      outside: 'cardiologue',
      when: [{ on: 'start', offset: { days: 3, time: '17:00', workingDays: true } }],
    },
    {
      key: 'trois-mois',
      title: 'Le point à trois mois avec la personne : souffle, marche, poids, ce qu’elle veut refaire',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { days: 90, time: '18:00' } }],
    },
  ],
  lastsDays: 180,
})
