import { may, must, rulesOf, shipped } from './shipped.ts'

/**
 * Targets of HbA1c: HAS 2013, at most 7 % for most; 6.5 % where it is new and nothing else is ill; 8 % where frail or
 * ill otherwise; below 9 % for dependent elderly people. Below 4 % nobody aims: the lower bound says no more than that.
 * Hypoglycaemia below 0.70 and 0.54 g/L: ADA and SFD. Four meetings and what is in them, a control every three months,
 * and the yearly examinations are general knowledge, to be read by somebody of the trade.
 */
export const diabetesEducation = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a06', {
  name: 'Éducation dans le diabète de type 2',
  purpose:
    'Quand le diabète est découvert, ou que l’HbA1c s’éloigne : ce que la personne sait et veut, quatre rencontres, puis l’HbA1c tous les trois mois. Le départ est le jour où elle dit oui.',
  source: 'HAS 2013 (objectifs d’HbA1c) ; ADA/SFD (hypoglycémie) ; rencontres et délais : usage',
  thresholds: [
    {
      kind: 'hba1c',
      target: { from: 4, to: 7 },
      rules: rulesOf('hba1c'),
      choices: [
        { from: 4, to: 6.5 },
        { from: 4, to: 7 },
        { from: 4, to: 8 },
        { from: 4, to: 8.9 },
      ],
    },
    { kind: 'glucose', rules: rulesOf('glucose') },
    { kind: 'weight', rules: rulesOf('weight', 'perte-un-mois', 'perte-six-mois') },
  ],
  delegations: [{ act: 'measurement.record', profession: 'medicalSecretary' }],
  steps: [
    {
      key: 'ecouter',
      title: 'Ce qu’elle sait, ce qu’elle craint, ce qu’elle veut : deux objectifs à elle',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 7, part: 'morning' } }],
      urgency: 'important',
      records: [must('weight'), must('bloodPressure'), may('glucose'), may('mood')],
      checklist: [
        'Ce qu’elle sait du diabète',
        'Ses repas, ses journées',
        'Ce qui la gêne',
        'Deux objectifs, dans ses mots',
      ],
    },
    {
      key: 'bilan',
      title: 'Bilan du médecin : objectif d’HbA1c choisi avec elle, cœur, reins, vue, traitement',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { days: 14, time: '18:00' } }],
      checklist: ['Objectif dit et écrit', 'Fond d’œil', 'Albumine dans les urines', 'Vaccins'],
    },
    {
      key: 'hypoglycemie',
      title: 'Première rencontre : ce qu’est le sucre trop bas ou trop haut, que faire',
      forProfession: 'nurse',
      when: [
        { on: 'step', step: 'ecouter', offset: { days: 14, part: 'afternoon' } },
        { on: 'crossing', kind: 'glucose', rule: 'basse', offset: { days: 3, part: 'morning' } },
        { on: 'crossing', kind: 'glucose', rule: 'tres-basse', offset: { days: 1, part: 'morning' } },
      ],
      records: [may('glucose')],
      checklist: ['Reconnaît les signes', 'Sucre sur elle', 'Un proche sait quoi faire', 'Conduite'],
    },
    {
      key: 'repas',
      title: 'Deuxième rencontre : des repas qui sont les siens',
      forProfession: 'dietitian',
      when: [{ on: 'step', step: 'ecouter', offset: { days: 28, time: '18:00' } }],
      records: [must('weight')],
    },
    {
      key: 'medicaments',
      title: 'Troisième rencontre : à quoi sert chaque médicament, quand le prendre, l’autosurveillance',
      forProfession: 'pharmacist',
      when: [{ on: 'step', step: 'ecouter', offset: { days: 42, time: '18:00' } }],
    },
    {
      key: 'bouger',
      title: 'Quatrième rencontre : bouger sans se faire mal, ce qui lui plaît',
      forProfession: 'physiotherapist',
      when: [{ on: 'step', step: 'ecouter', offset: { days: 56, time: '18:00' } }],
    },
    {
      key: 'pieds',
      title: 'Pieds : sensibilité, pouls, chaussures ; grade du risque écrit',
      forProfession: 'podiatrist',
      when: [{ on: 'start', offset: { days: 30, time: '18:00', workingDays: true } }],
    },
    {
      key: 'prise-de-sang',
      title: 'Prise de sang pour l’HbA1c',
      forProfession: 'nurse',
      when: [
        { on: 'start', offset: { days: 90, part: 'morning' } },
        { on: 'reading', kind: 'hba1c', is: 'inTarget', offset: { days: 90, part: 'morning' } },
        { on: 'reading', kind: 'hba1c', is: 'above', offset: { days: 90, part: 'morning' } },
        { on: 'reading', kind: 'hba1c', is: 'below', offset: { days: 90, part: 'morning' } },
      ],
      records: [must('weight')],
    },
    {
      key: 'resultat',
      title: 'Résultat d’HbA1c : le demander s’il n’est pas arrivé, et l’inscrire',
      forProfession: 'medicalSecretary',
      outside: 'laboratoire',
      when: [{ on: 'step', step: 'prise-de-sang', offset: { days: 2, time: '17:00', workingDays: true } }],
      records: [must('hba1c')],
    },
    {
      key: 'revoir',
      title: 'HbA1c au-dessus de l’objectif : ce qui a été possible, ce que l’on change ensemble',
      forProfession: 'physician',
      when: [
        { on: 'reading', kind: 'hba1c', is: 'above', offset: { days: 14, time: '18:00' } },
        {
          ...{ on: 'crossing', kind: 'hba1c', rule: 'haute' },
          offset: { days: 7, time: '18:00', workingDays: true },
        },
        { on: 'crossing', kind: 'glucose', rule: 'tres-basse', offset: { hours: 4 } },
        { on: 'crossing', kind: 'glucose', rule: 'haute', offset: { hours: 6 } },
      ],
      checklist: ['Prises et gestes repris sans reproche', 'Objectif toujours juste', 'Décision écrite'],
    },
    {
      key: 'dire',
      title: 'Dire ce qui change, et l’essayer avec elle',
      forProfession: 'nurse',
      when: [{ on: 'step', step: 'revoir', offset: { days: 3, part: 'morning' } }],
    },
    {
      key: 'six-mois',
      title: 'À six mois : ses deux objectifs, ce qui a tenu, ce qu’elle veut ensuite',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 180, part: 'morning' } }],
      records: [must('weight'), must('bloodPressure')],
    },
  ],
  lastsDays: 400,
})
