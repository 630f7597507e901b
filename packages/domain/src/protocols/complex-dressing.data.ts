import { may, must, rulesOf, shipped } from './shipped.ts'

/**
 * Choice of the dressing by phase of healing: HAS, « Les pansements », 2011. What nurses prescribe: arrêté of 20 March
 * 2012. Malnutrition slows healing; its criterion: HAS 2021. The pace of dressings, the review every two weeks, and
 * from which pain on somebody looks are general knowledge, to be read by somebody of the trade.
 */
export const complexDressing = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a02', {
  name: 'Pansement complexe',
  purpose:
    'Plaie chronique, escarre, ulcère, plaie opérée qui tarde : qui soigne, qui cherche la cause, quand on réévalue, quand on demande un avis. Le départ est le premier soin.',
  source: 'HAS 2011, les pansements ; arrêté du 20 mars 2012 ; HAS 2021, dénutrition ; rythmes : usage',
  thresholds: [
    // Pain while it is dressed stands in the way of healing as well: 3 of 10 at most is a habit, no rule.
    { kind: 'pain', target: { from: 0, to: 3 }, rules: rulesOf('pain') },
    { kind: 'temperature', rules: rulesOf('temperature', 'fievre') },
    { kind: 'weight', rules: rulesOf('weight', 'perte-un-mois', 'perte-six-mois') },
  ],
  steps: [
    {
      key: 'evaluation',
      title: 'Évaluer la plaie : taille, phase, exsudat, douleur ; photo si la personne est d’accord',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 0, part: 'morning' } }],
      urgency: 'important',
      records: [must('pain'), must('temperature'), may('painWords')],
      checklist: ['Taille et profondeur', 'Signes d’infection', 'Accord pour la photo', 'Protocole écrit'],
    },
    {
      key: 'cause',
      title: 'Cause et prescription : appui, artère, veine, diabète ; antalgique avant le soin',
      forProfession: 'physician',
      when: [{ on: 'step', step: 'evaluation', offset: { days: 2, time: '18:00', workingDays: true } }],
      checklist: [
        'Pouls et index de pression si jambe ou pied',
        'Antalgique avant le soin',
        'Durée prescrite',
      ],
    },
    {
      key: 'materiel',
      title: 'Pansements et matériel livrés',
      forProfession: 'pharmacist',
      when: [{ on: 'step', step: 'evaluation', offset: { days: 1, time: '18:00', workingDays: true } }],
    },
    {
      key: 'pansement',
      title: 'Refaire le pansement',
      detail: 'Moins bien que la fois d’avant : le dire dans le fil avec une photo, sans attendre.',
      forProfession: 'nurse',
      when: [
        { on: 'step', step: 'evaluation', offset: { days: 2, part: 'morning' } },
        {
          ...{ on: 'reading', kind: 'pain', is: 'inTarget', streak: { from: 1, to: 4 } },
          offset: { days: 2, part: 'morning' },
        },
        {
          ...{ on: 'reading', kind: 'pain', is: 'inTarget', streak: { from: 5, to: null } },
          offset: { days: 3, part: 'morning' },
        },
        { on: 'reading', kind: 'pain', is: 'above', offset: { days: 2, part: 'morning' } },
        { on: 'crossing', kind: 'pain', rule: 'forte', offset: { days: 1, part: 'morning' } },
      ],
      records: [must('pain'), may('temperature')],
      checklist: ['Taille', 'Exsudat', 'Peau autour', 'Odeur, rougeur, chaleur'],
    },
    {
      key: 'antalgique',
      title: 'Douleur forte pendant le soin : revoir l’antalgique et le pansement choisi',
      forProfession: 'physician',
      when: [{ on: 'crossing', kind: 'pain', rule: 'forte', offset: { hours: 8 } }],
      urgency: 'important',
    },
    {
      key: 'infection',
      title: 'Fièvre : la plaie est-elle infectée ?',
      forProfession: 'physician',
      when: [{ on: 'crossing', kind: 'temperature', rule: 'fievre', offset: { hours: 4 } }],
      urgency: 'important',
      checklist: ['Plaie vue', 'Autre cause cherchée', 'Conduite dite à l’infirmier'],
    },
    {
      key: 'nutrition',
      title: 'Poids et apports : la plaie a-t-elle de quoi cicatriser ?',
      forProfession: 'dietitian',
      when: [
        { on: 'start', offset: { days: 7, time: '18:00', workingDays: true } },
        { on: 'crossing', kind: 'weight', rule: 'perte-un-mois', offset: { days: 3, time: '18:00' } },
        { on: 'crossing', kind: 'weight', rule: 'perte-six-mois', offset: { days: 3, time: '18:00' } },
      ],
      records: [must('weight')],
    },
    {
      key: 'appui',
      title: 'Supports et positions : matelas, coussin, chaussage',
      forProfession: 'occupationalTherapist',
      when: [{ on: 'step', step: 'cause', offset: { days: 3, time: '18:00', workingDays: true } }],
    },
    {
      key: 'deux-semaines',
      title:
        'Réévaluer à deux semaines : mieux, pareil, moins bien ; changer de pansement ou demander un avis',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 14, part: 'morning' } }],
      records: [must('pain'), must('weight')],
      checklist: ['Taille comparée à la première', 'Photo comparée', 'La personne dit comment elle le vit'],
    },
    {
      key: 'quatre-semaines',
      title: 'Réévaluer à quatre semaines : mieux, pareil, moins bien',
      forProfession: 'nurse',
      when: [{ on: 'step', step: 'deux-semaines', offset: { days: 14, part: 'morning' } }],
      records: [must('pain'), must('weight')],
      checklist: ['Taille comparée à la première', 'Photo comparée'],
    },
    {
      key: 'avis',
      title: 'Si la plaie n’a pas diminué en quatre semaines : avis spécialisé',
      forProfession: 'physician',
      when: [{ on: 'step', step: 'quatre-semaines', offset: { days: 2, time: '18:00', workingDays: true } }],
    },
  ],
  lastsDays: 90,
})
