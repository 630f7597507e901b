import { KIDNEYS_WARN, may, must, rulesOf, shipped, SYSTOLIC_BAND } from './shipped.ts'

/**
 * Rule of three, 18 values, mean from 135/85: SFHTA 2021. At the surgery 140/90: SFHTA and ESH. That a series of 12
 * values is enough, when it is done again, and severe pressure from 180/110 are general knowledge, to be read by
 * somebody of the trade. Potassium and creatinine two weeks after a blocker of the renin-angiotensin system: CBIP Folia.
 */
export const homeBloodPressure = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a04', {
  name: 'Automesure de la tension',
  purpose:
    'Tension haute au cabinet, ou traitement à équilibrer : la personne se mesure chez elle, on lit la moyenne, on décide, on recommence. Le départ est le jour où l’appareil est remis.',
  source:
    'SFHTA 2021 (règle des 3, moyenne 135/85) ; SFHTA/ESH (140/90) ; 180/110, délais et 12 mesures au moins : usage',
  thresholds: [
    { kind: 'bloodPressure', target: SYSTOLIC_BAND, rules: rulesOf('bloodPressure') },
    { kind: 'potassium', target: { from: 3.5, to: 5 }, rules: rulesOf('potassium') },
    { kind: 'creatinine', rules: rulesOf('creatinine') },
  ],
  delegations: [{ act: 'measurement.record', profession: 'medicalSecretary' }],
  steps: [
    {
      key: 'apprendre',
      title: 'Remettre un appareil au bras et apprendre la règle des 3',
      detail:
        'Assis, au calme depuis cinq minutes : 3 mesures le matin avant le petit-déjeuner, 3 le soir, 3 jours de suite. Chacune est notée, aucune n’est choisie.',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 1, part: 'afternoon' } }],
      records: [must('bloodPressure')],
      checklist: [
        'Appareil au bras, brassard à sa taille',
        'A montré qu’elle sait faire',
        'Feuille ou saisie par un proche',
        'Sait quand appeler : 180/110, malaise, trouble',
      ],
    },
    {
      key: 'medicaments',
      title: 'Ce qui fait monter la tension : AINS, décongestionnants, réglisse, sel, oublis',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: 4, time: '18:00', workingDays: true } }],
    },
    {
      key: 'releve',
      title: 'Relever la série : les 18 mesures inscrites, une tension prise en même temps',
      detail:
        'La moyenne se fait d’elle-même à partir de 12 mesures en 3 jours. La tension prise ce jour-là compare l’appareil.',
      forProfession: 'nurse',
      when: [
        { on: 'start', offset: { days: 5, part: 'morning' } },
        { on: 'reading', kind: 'bloodPressure', is: 'inTarget', offset: { days: 90, part: 'morning' } },
        { on: 'reading', kind: 'bloodPressure', is: 'above', offset: { days: 28, part: 'morning' } },
        { on: 'reading', kind: 'bloodPressure', is: 'below', offset: { days: 7, part: 'morning' } },
        {
          ...{ on: 'crossing', kind: 'bloodPressure', rule: 'moyenne-domicile' },
          offset: { days: 28, part: 'morning' },
        },
        { on: 'crossing', kind: 'bloodPressure', rule: 'severe', offset: { days: 2, part: 'morning' } },
      ],
      records: [must('bloodPressure'), may('pulse')],
      checklist: ['18 mesures inscrites', 'Appareil comparé'],
    },
    {
      key: 'decision',
      title: 'Moyenne à 135/85 ou plus : décider avec la personne, l’écrire dans le traitement',
      forProfession: 'physician',
      when: [
        {
          ...{ on: 'crossing', kind: 'bloodPressure', rule: 'moyenne-domicile' },
          offset: { days: 7, time: '18:00', workingDays: true },
        },
      ],
      checklist: ['Prises oubliées, sel, alcool, poids demandés', 'Décision écrite'],
    },
    {
      key: 'severe',
      title: 'Tension à 180/110 ou plus : joindre la personne le jour même',
      forProfession: 'physician',
      when: [{ on: 'crossing', kind: 'bloodPressure', rule: 'severe', offset: { hours: 2 } }],
      urgency: 'urgent',
      checklist: ['Reprise après cinq minutes', 'Douleur, souffle, trouble : appeler le 15'],
    },
    {
      key: 'trop-basse',
      title: 'Tension basse : malaise, chute ? Revoir ce qui l’abaisse',
      forProfession: 'physician',
      when: [{ on: 'crossing', kind: 'bloodPressure', rule: 'basse', offset: { hours: 6 } }],
      urgency: 'important',
    },
    {
      key: 'dire',
      title: 'Dire la décision et la prochaine série de mesures',
      forProfession: 'nurse',
      when: [{ on: 'step', step: 'decision', offset: { days: 2, part: 'morning' } }],
      checklist: ['Dite et comprise', 'Prochaine série écrite sur la feuille'],
    },
    {
      key: 'prise-de-sang',
      title: 'Si IEC, ARA2 ou diurétique a changé : potassium et créatinine à deux semaines',
      forProfession: 'nurse',
      when: [{ on: 'step', step: 'decision', offset: { days: 14, part: 'morning' } }],
    },
    {
      key: 'resultat',
      title: 'Résultats du laboratoire inscrits, ou prise de sang non prescrite',
      forProfession: 'medicalSecretary',
      outside: 'laboratoire',
      when: [{ on: 'step', step: 'prise-de-sang', offset: { hours: 24 } }],
      records: [may('potassium'), may('creatinine')],
    },
    {
      key: 'reins',
      title: 'Potassium ou créatinine : revoir le traitement',
      forProfession: 'physician',
      when: KIDNEYS_WARN,
      urgency: 'important',
    },
    {
      key: 'un-an',
      title: 'Le point à un an : moyenne, traitement pris, cœur, reins, vue',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { days: 365, time: '18:00' } }],
    },
  ],
})
