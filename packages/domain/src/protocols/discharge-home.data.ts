import { may, must, rulesOf, shipped, SYSTOLIC_BAND } from './shipped.ts'

/**
 * Letter on the day of discharge: CSP R. 1112-1-2. General practitioner within a week, reconciliation of treatments,
 * nurse at home early: HAS, « Comment réduire le risque de réhospitalisations évitables des personnes âgées ? », 2013.
 * More than 2 kg in 3 days: ESC. Weight loss: HAS 2021. The pace of visits, fever from 38.5 °C and low pressure below 90
 * are general knowledge, to be read by somebody of the trade.
 */
export const dischargeHome = shipped('7c2e4d10-3b5f-5e86-a1d7-4f0c9b6e2a07', {
  name: 'Sortie d’hôpital',
  purpose:
    'Pour une personne âgée ou fragile qui rentre chez elle, surtout si elle vit seule. Le départ est le jour du retour ; à lancer dès que la sortie est annoncée.',
  source: 'CSP R. 1112-1-2 ; HAS 2013, réhospitalisations ; ESC ; HAS 2021 ; passages et fièvre : usage',
  thresholds: [
    { kind: 'weight', rules: rulesOf('weight') },
    { kind: 'temperature', rules: rulesOf('temperature', 'fievre') },
    { kind: 'bloodPressure', target: SYSTOLIC_BAND, rules: rulesOf('bloodPressure', 'severe', 'basse') },
    { kind: 'pain', rules: rulesOf('pain') },
  ],
  steps: [
    {
      key: 'date-et-courrier',
      title: 'Confirmer le jour et l’heure de sortie, demander la lettre de liaison et l’ordonnance',
      forProfession: 'coordinator',
      when: [{ on: 'start', offset: { days: -2, part: 'morning', workingDays: true } }],
      urgency: 'important',
      checklist: ['Jour, heure et transport', 'Lettre de liaison', 'Ordonnance de sortie', 'Qui a les clés'],
    },
    {
      key: 'famille',
      title: 'Prévenir la famille, même éloignée : qui est là le premier soir, qui appeler',
      forProfession: 'coordinator',
      when: [{ on: 'start', offset: { days: -1, part: 'afternoon' } }],
    },
    {
      key: 'services-sociaux',
      title: 'Demander l’aide au retour à domicile (caisse de retraite, département)',
      forProfession: 'socialWorker',
      when: [{ on: 'start', offset: { days: -2, part: 'afternoon', workingDays: true } }],
      checklist: ['Droits en cours vérifiés', 'Demande envoyée', 'Téléassistance proposée'],
    },
    {
      key: 'materiel',
      title: 'Lit médicalisé et matériel livrés et montés avant le retour',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: -1, part: 'afternoon', workingDays: true } }],
      urgency: 'important',
      checklist: ['Prescription reçue', 'Accès et place vérifiés', 'Livré et monté', 'Essayé avec elle'],
    },
    {
      key: 'aide-a-domicile',
      title: 'Aide à domicile : premier passage, repas du premier soir, courses',
      forProfession: 'homeHelp',
      when: [{ on: 'start', offset: { days: 0, part: 'afternoon' } }],
    },
    {
      key: 'traitement',
      title: 'Comparer le traitement d’avant, celui de l’hôpital et celui de sortie',
      forProfession: 'pharmacist',
      when: [{ on: 'start', offset: { days: 1, time: '18:00', workingDays: true } }],
      urgency: 'important',
      checklist: ['Ce qui est arrêté est retiré du domicile', 'Écarts dits au prescripteur'],
    },
    {
      key: 'premiere-visite',
      title: 'Première visite infirmière à domicile',
      forProfession: 'nurse',
      when: [{ on: 'start', offset: { days: 1, part: 'morning' } }],
      urgency: 'important',
      records: [must('weight'), must('bloodPressure'), must('pulse'), must('temperature'), may('painWords')],
      checklist: [
        'Traitement en place et compris',
        'Se lève et se déplace',
        'Mange et boit',
        'Sait qui appeler',
      ],
    },
    {
      key: 'visite',
      title: 'Passage infirmier : poids, tension, ce qui a changé depuis la dernière fois',
      forProfession: 'nurse',
      // Often at first, then each week; after that nobody comes for it alone.
      when: [
        {
          ...{ on: 'reading', kind: 'bloodPressure', is: 'inTarget', streak: { from: 1, to: 3 } },
          offset: { days: 2, part: 'morning' },
        },
        {
          ...{ on: 'reading', kind: 'bloodPressure', is: 'inTarget', streak: { from: 4, to: 6 } },
          offset: { days: 7, part: 'morning' },
        },
        { on: 'reading', kind: 'bloodPressure', is: 'above', offset: { days: 3, part: 'morning' } },
        { on: 'reading', kind: 'bloodPressure', is: 'below', offset: { days: 1, part: 'morning' } },
        { on: 'crossing', kind: 'weight', rule: 'prise-rapide', offset: { days: 1, part: 'morning' } },
        { on: 'crossing', kind: 'temperature', rule: 'fievre', offset: { days: 1, part: 'morning' } },
      ],
      records: [must('weight'), must('bloodPressure'), may('temperature'), may('pain')],
      checklist: ['Mange et boit', 'Se lève', 'Médicaments pris', 'Moral'],
    },
    {
      key: 'avis-rapide',
      title: 'Signe d’alerte au retour : joindre la personne et l’infirmier, décider dans la journée',
      forProfession: 'physician',
      when: [
        { on: 'crossing', kind: 'temperature', rule: 'fievre', offset: { hours: 4 } },
        { on: 'crossing', kind: 'weight', rule: 'prise-rapide', offset: { hours: 4 } },
        { on: 'crossing', kind: 'bloodPressure', rule: 'basse', offset: { hours: 4 } },
        { on: 'crossing', kind: 'bloodPressure', rule: 'severe', offset: { hours: 2 } },
        { on: 'crossing', kind: 'pain', rule: 'forte', offset: { hours: 6 } },
      ],
      urgency: 'important',
      checklist: ['Personne jointe', 'Décision écrite', 'Dite à l’infirmier et à la famille'],
    },
    {
      key: 'medecin',
      title: 'Visite du médecin traitant dans la semaine du retour',
      forProfession: 'physician',
      when: [{ on: 'start', offset: { days: 7, time: '18:00' } }],
      urgency: 'important',
    },
    {
      key: 'dietetique',
      title: 'Bilan diététique : poids, appétit, régime de sortie possible à la maison',
      forProfession: 'dietitian',
      when: [
        { on: 'start', offset: { days: 10, time: '18:00', workingDays: true } },
        { on: 'crossing', kind: 'weight', rule: 'perte-un-mois', offset: { days: 3, time: '18:00' } },
      ],
      records: [must('weight')],
    },
    {
      key: 'marche',
      title: 'Marche et force : ce qui a été perdu à l’hôpital, ce qui se reprend',
      forProfession: 'physiotherapist',
      when: [{ on: 'start', offset: { days: 7, time: '18:00', workingDays: true } }],
    },
    {
      key: 'un-mois',
      title: 'Faire le point à un mois avec elle : ce qui va, ce qui manque, ce qui s’arrête',
      forProfession: 'coordinator',
      when: [{ on: 'start', offset: { days: 30, time: '18:00' } }],
    },
  ],
  lastsDays: 45,
})
