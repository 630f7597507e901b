import { may, must, rulesOf, shipped, SYSTOLIC_BAND } from './shipped.ts'

/**
 * Signs of gravity, orthostatic hypotension, gait and balance tests, treatments, home: HAS and SFGG, « Évaluation et
 * prise en charge des personnes âgées faisant des chutes répétées », 2009. Weight loss from 70 on: HAS 2021. Low
 * pressure below 90 and all delays are general knowledge, to be read by somebody of the trade.
 */
export const fallPrevention = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a05', {
  name: 'Prévention des chutes',
  purpose:
    'Après une chute, ou quand la marche devient peu sûre : les causes, les médicaments, l’équilibre, le logement, et si elle est retombée. Le départ est le jour où on l’apprend.',
  source: 'HAS/SFGG 2009, chutes répétées ; HAS 2021, dénutrition ; tension basse et délais : usage',
  thresholds: [
    { kind: 'bloodPressure', target: SYSTOLIC_BAND, rules: rulesOf('bloodPressure', 'severe', 'basse') },
    { kind: 'weight', rules: rulesOf('weight', 'perte-un-mois', 'perte-six-mois') },
    { kind: 'pain', rules: rulesOf('pain') },
  ],
  steps: [
    {
      key: 'gravite',
      title: 'Signes de gravité : temps au sol, choc à la tête, anticoagulant, douleur, malaise',
      detail:
        'La tension se prend couché, puis debout à une et à trois minutes : inscrire celle debout, écrire l’autre.',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { hours: 24 } }],
      urgency: 'important',
      records: [must('bloodPressure'), must('pulse'), must('pain'), must('weight')],
      checklist: ['Temps passé au sol', 'Choc à la tête', 'Tension couché puis debout', 'Peur de retomber'],
    },
    {
      key: 'medical',
      title: 'Chercher la cause : malaise, tension debout, vue, pieds, os',
      forProfession: 'physician',
      when: [{ on: 'step', step: 'gravite', offset: { days: 7, time: '18:00', workingDays: true } }],
      checklist: ['Électrocardiogramme', 'Vue', 'Fracture ancienne, vitamine D', 'Alcool'],
    },
    {
      key: 'tension-basse',
      title:
        'Tension basse ou malaise debout : revoir ce qui l’abaisse, bas de contention, se lever en deux temps',
      forProfession: 'physician',
      when: [{ on: 'crossing', kind: 'bloodPressure', rule: 'basse', offset: { hours: 8 } }],
      urgency: 'important',
    },
    {
      key: 'douleur',
      title: 'Douleur forte après une chute : fracture ? revoir l’antalgique',
      forProfession: 'physician',
      when: [{ on: 'crossing', kind: 'pain', rule: 'forte', offset: { hours: 6 } }],
      urgency: 'important',
    },
    {
      key: 'traitement',
      title: 'Revoir les médicaments qui font tomber : hypnotiques, antihypertenseurs, plusieurs sédatifs',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: 7, time: '18:00', workingDays: true } }],
    },
    {
      key: 'equilibre',
      title: 'Bilan de marche et d’équilibre, se relever du sol',
      forProfession: 'physiotherapist',
      when: [{ on: 'step', step: 'medical', offset: { days: 7, time: '18:00', workingDays: true } }],
      checklist: [
        'Lever et marcher chronométré',
        'Appui sur une jambe',
        'Sait se relever',
        'Aide technique adaptée',
      ],
    },
    {
      key: 'seances',
      title: 'Six semaines de rééducation : où en est la marche, que continue-t-elle seule ?',
      forProfession: 'physiotherapist',
      when: [{ on: 'step', step: 'equilibre', offset: { days: 42, time: '18:00' } }],
    },
    {
      key: 'logement',
      title: 'Visiter le logement : tapis, éclairage, salle d’eau, seuils',
      forProfession: 'occupationalTherapist',
      when: [{ on: 'start', offset: { days: 21, time: '18:00', workingDays: true } }],
    },
    {
      key: 'pieds',
      title: 'Pieds et chaussage',
      forProfession: 'podiatrist',
      when: [{ on: 'start', offset: { days: 21, time: '18:00', workingDays: true } }],
    },
    {
      key: 'alerte',
      title: 'Téléassistance et aides pour le logement',
      forProfession: 'socialWorker',
      when: [{ on: 'start', offset: { days: 14, time: '18:00', workingDays: true } }],
    },
    {
      key: 'nutrition',
      title: 'Perte de poids : apports, protéines, vitamine D',
      forProfession: 'dietitian',
      when: [
        { on: 'crossing', kind: 'weight', rule: 'perte-un-mois', offset: { days: 7, time: '18:00' } },
        { on: 'crossing', kind: 'weight', rule: 'perte-six-mois', offset: { days: 7, time: '18:00' } },
      ],
      records: [must('weight')],
    },
    {
      key: 'visite',
      title: 'Un mois après : est-elle retombée, sort-elle ? Tension debout et poids',
      forProfession: 'nurse',
      when: [
        {
          ...{ on: 'reading', kind: 'bloodPressure', is: 'inTarget', streak: { from: 1, to: 3 } },
          offset: { days: 30, part: 'morning' },
        },
        { on: 'reading', kind: 'bloodPressure', is: 'above', offset: { days: 30, part: 'morning' } },
        { on: 'reading', kind: 'bloodPressure', is: 'below', offset: { days: 7, part: 'morning' } },
      ],
      records: [must('bloodPressure'), must('weight'), may('pain')],
      checklist: ['Chutes depuis la dernière fois', 'Sorties', 'Peur de retomber'],
    },
    {
      key: 'six-mois',
      title: 'À six mois avec elle : chutes, sorties, ce qu’elle veut refaire, ce qui s’arrête',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 180, part: 'morning' } }],
      records: [must('weight')],
    },
  ],
  lastsDays: 210,
})
