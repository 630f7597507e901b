/**
 * The bundles that ship with Colloque, in the language of those who use them. A starting point for a team to make its
 * own: delays without a source in their comment are habits of houses, not rules.
 */
import type { z } from 'zod'
import { BundleContentSchema, type OfferedBundle } from './bundle.ts'

type Content = z.input<typeof BundleContentSchema>

/** The id never changes: tasks name the bundle that they came from. */
const shipped = (id: string, content: Content): OfferedBundle => ({
  ...BundleContentSchema.parse(content),
  id,
  version: 1,
  teamId: null,
  basedOn: null,
})

const must = (kind: 'weight' | 'bloodPressure' | 'pulse' | 'inr' | 'pain' | 'temperature') => ({
  kind,
  required: true,
})

/** A man of 82 who lives alone, whose children are far away, comes home. */
const dischargeHome = shipped('5b1f3c52-6d0e-5a3b-9c41-0e2a7d5b1a01', {
  name: 'Retour à domicile après une hospitalisation',
  purpose:
    'Pour une personne âgée ou fragile qui sort d’hospitalisation, surtout si elle vit seule. Le jour de départ est celui du retour chez elle ; à lancer dès que la sortie est annoncée.',
  // Letter on the day of discharge: CSP R. 1112-1-2. General practitioner within a week, reconciliation of
  // treatments: HAS, « Comment réduire le risque de réhospitalisations évitables des personnes âgées ? », 2013.
  source: 'CSP R. 1112-1-2 ; HAS 2013, réhospitalisations évitables des personnes âgées',
  items: [
    {
      key: 'date-et-courrier',
      title: 'Confirmer le jour et l’heure de sortie, demander la lettre de liaison et l’ordonnance',
      forProfession: 'coordinator',
      offset: { days: -2, part: 'morning', workingDays: true },
      urgency: 'important',
      checklist: ['Jour, heure et transport', 'Lettre de liaison', 'Ordonnance de sortie', 'Qui a les clés'],
    },
    {
      key: 'famille',
      title: 'Prévenir la famille, même éloignée : qui est là le premier soir, qui appeler',
      forProfession: 'coordinator',
      offset: { days: -1, part: 'afternoon' },
      after: ['date-et-courrier'],
    },
    {
      key: 'services-sociaux',
      title: 'Demander l’aide au retour à domicile (caisse de retraite, département)',
      detail: 'Une demande d’APA ou d’aide au retour se fait avant la sortie quand c’est possible.',
      forProfession: 'socialWorker',
      offset: { days: -2, part: 'afternoon', workingDays: true },
      checklist: ['Droits en cours vérifiés', 'Demande envoyée', 'Téléassistance proposée'],
    },
    {
      key: 'lit-medicalise',
      title: 'Lit médicalisé et matériel livrés et montés avant le retour',
      forProfession: 'pharmacist',
      offset: { days: -1, part: 'afternoon', workingDays: true },
      urgency: 'important',
      checklist: [
        'Prescription reçue',
        'Accès et place vérifiés',
        'Livré et monté',
        'Essayé avec la personne ou un proche',
      ],
      after: ['date-et-courrier'],
    },
    {
      key: 'aide-a-domicile',
      title: 'Aide à domicile : premier passage, repas du premier soir, courses',
      forProfession: 'homeHelp',
      offset: { days: 0, part: 'afternoon' },
      after: ['date-et-courrier', 'services-sociaux'],
    },
    {
      key: 'traitement',
      title: 'Comparer le traitement d’avant, celui de l’hôpital et celui de sortie',
      forProfession: 'pharmacist',
      offset: { days: 1, time: '18:00', workingDays: true },
      urgency: 'important',
      after: ['date-et-courrier'],
    },
    {
      key: 'premiere-visite-infirmiere',
      title: 'Première visite infirmière à domicile',
      forProfession: 'nurse',
      offset: { days: 1, part: 'morning' },
      urgency: 'important',
      records: [must('weight'), must('bloodPressure'), must('pulse'), { kind: 'painWords', required: false }],
      checklist: [
        'Traitement en place et compris',
        'Se lève et se déplace',
        'Mange et boit',
        'Sait qui appeler',
      ],
      after: ['lit-medicalise'],
    },
    {
      key: 'visite-medecin',
      title: 'Visite du médecin traitant dans la semaine du retour',
      forProfession: 'physician',
      offset: { days: 7, time: '18:00' },
      after: ['traitement'],
    },
    {
      key: 'dietetique',
      title: 'Bilan diététique : poids, appétit, régime de sortie possible à la maison',
      forProfession: 'dietitian',
      offset: { days: 10, time: '18:00', workingDays: true },
      records: [must('weight')],
    },
    {
      key: 'point-un-mois',
      title: 'Faire le point à un mois avec la personne : ce qui va, ce qui manque, ce qui s’arrête',
      forProfession: 'coordinator',
      offset: { days: 30, time: '18:00' },
      after: ['premiere-visite-infirmiere', 'visite-medecin', 'aide-a-domicile'],
    },
  ],
})

const anticoagulantStart = shipped('5b1f3c52-6d0e-5a3b-9c41-0e2a7d5b1a02', {
  name: 'Mise en route d’un anticoagulant (AVK)',
  purpose:
    'Quand un antivitamine K commence. Le départ est la première prise. Pour un anticoagulant direct, retirer les INR et garder le reste.',
  // First INR after the third dose, second 3 to 6 days later, then once or twice a week until stable: summary of
  // product characteristics of warfarin. Conduct outside the target: HAS and GEHT, April 2008.
  source: 'RCP de la warfarine ; HAS/GEHT, avril 2008',
  items: [
    {
      key: 'bilan',
      title: 'Bilan avant de commencer : INR, numération, fonction rénale et hépatique ; cible d’INR écrite',
      forProfession: 'physician',
      offset: { hours: 4 },
      urgency: 'important',
      checklist: ['Bilan prescrit', 'Cible d’INR écrite', 'Durée prévue écrite', 'Carnet de suivi remis'],
    },
    {
      key: 'interactions',
      title: 'Interactions du traitement en cours et automédication (AINS, aspirine, miconazole)',
      forProfession: 'pharmacist',
      offset: { days: 0, time: '19:00' },
      urgency: 'important',
    },
    {
      key: 'expliquer',
      title: 'Expliquer : heure fixe, oubli, signes de saignement, qui appeler',
      forProfession: 'nurse',
      offset: { days: 1, part: 'morning' },
      checklist: [
        'L’heure de prise convient à la personne',
        'Sait que faire en cas d’oubli',
        'Connaît les signes de saignement',
        'A le numéro à appeler',
      ],
    },
    {
      key: 'inr-1',
      title: 'Premier INR, après la troisième prise',
      forProfession: 'nurse',
      offset: { days: 3, part: 'morning' },
      urgency: 'important',
      records: [must('inr')],
      after: ['bilan'],
    },
    {
      key: 'dose-1',
      title: 'Dose selon le premier INR, dite à la personne le jour même',
      forProfession: 'physician',
      offset: { days: 3, time: '18:00' },
      urgency: 'important',
      after: ['inr-1'],
    },
    {
      key: 'inr-2',
      title: 'Deuxième INR, trois à six jours après le premier',
      forProfession: 'nurse',
      offset: { days: 7, part: 'morning' },
      urgency: 'important',
      records: [must('inr')],
      after: ['dose-1'],
    },
    {
      key: 'rythme',
      title: 'Fixer le rythme des INR jusqu’à l’équilibre, et créer la série',
      forProfession: 'physician',
      offset: { days: 7, time: '18:00' },
      after: ['inr-2'],
    },
    {
      key: 'entretien',
      title: 'Entretien pharmaceutique sur l’anticoagulant',
      forProfession: 'pharmacist',
      offset: { days: 15, time: '18:00', workingDays: true },
      after: ['expliquer'],
    },
  ],
})

const complexDressing = shipped('5b1f3c52-6d0e-5a3b-9c41-0e2a7d5b1a03', {
  name: 'Pansement complexe',
  purpose: 'Plaie chronique, escarre, plaie opérée qui tarde. Le départ est le premier soin.',
  // Choice of the dressing by phase of healing: HAS, « Les pansements », 2011. What nurses may prescribe: arrêté of
  // 20 March 2012.
  source: 'HAS 2011, les pansements ; arrêté du 20 mars 2012 (prescription infirmière)',
  items: [
    {
      key: 'evaluation',
      title: 'Évaluer la plaie : taille, phase, exsudat, douleur ; photo si la personne est d’accord',
      forProfession: 'nurse',
      offset: { days: 0, part: 'morning' },
      urgency: 'important',
      records: [must('pain'), must('temperature')],
      checklist: ['Taille et profondeur', 'Signes d’infection', 'Accord pour la photo', 'Protocole écrit'],
    },
    {
      key: 'cause',
      title: 'Cause et prescription : appui, artère, veine, diabète ; antalgique avant le soin',
      forProfession: 'physician',
      offset: { days: 2, time: '18:00', workingDays: true },
      after: ['evaluation'],
    },
    {
      key: 'materiel',
      title: 'Pansements et matériel livrés',
      forProfession: 'pharmacist',
      offset: { days: 1, time: '18:00', workingDays: true },
      after: ['evaluation'],
    },
    {
      key: 'nutrition',
      title: 'Poids et apports : la plaie a-t-elle de quoi cicatriser ?',
      forProfession: 'dietitian',
      offset: { days: 7, time: '18:00', workingDays: true },
      records: [must('weight')],
    },
    {
      key: 'appui',
      title: 'Supports et positions : matelas, coussin, chaussage',
      forProfession: 'occupationalTherapist',
      offset: { days: 5, time: '18:00', workingDays: true },
      after: ['cause'],
    },
    {
      key: 'reevaluation',
      title:
        'Réévaluer à deux semaines : mieux, pareil, moins bien ; changer de pansement ou demander un avis',
      forProfession: 'nurse',
      offset: { days: 14, part: 'morning' },
      records: [must('pain')],
      after: ['evaluation', 'cause', 'materiel'],
    },
    {
      key: 'decision',
      title: 'Si la plaie n’a pas diminué : avis spécialisé',
      forProfession: 'physician',
      offset: { days: 16, time: '18:00', workingDays: true },
      after: ['reevaluation'],
    },
  ],
})

const fallPrevention = shipped('5b1f3c52-6d0e-5a3b-9c41-0e2a7d5b1a04', {
  name: 'Prévention des chutes',
  purpose: 'Après une chute, ou quand la marche devient peu sûre. Le départ est le jour où on l’apprend.',
  // Orthostatic hypotension, gait and balance tests, treatments, home: HAS and SFGG, « Évaluation et prise en charge
  // des personnes âgées faisant des chutes répétées », 2009.
  source: 'HAS/SFGG 2009, chutes répétées des personnes âgées',
  items: [
    {
      key: 'gravite',
      title: 'Signes de gravité : temps au sol, choc à la tête, anticoagulant, douleur, malaise',
      forProfession: 'nurse',
      offset: { hours: 24 },
      urgency: 'important',
      records: [must('bloodPressure'), must('pulse')],
      checklist: ['Temps passé au sol', 'Choc à la tête', 'Tension couché puis debout', 'Peur de retomber'],
    },
    {
      key: 'medical',
      title: 'Chercher la cause : malaise, tension debout, vue, pieds, os',
      forProfession: 'physician',
      offset: { days: 7, time: '18:00', workingDays: true },
      after: ['gravite'],
    },
    {
      key: 'traitement',
      title: 'Revoir les médicaments qui font tomber : hypnotiques, antihypertenseurs, plusieurs sédatifs',
      forProfession: 'pharmacist',
      offset: { days: 7, time: '18:00', workingDays: true },
    },
    {
      key: 'equilibre',
      title: 'Bilan de marche et d’équilibre, se relever du sol',
      forProfession: 'physiotherapist',
      offset: { days: 14, time: '18:00', workingDays: true },
      checklist: [
        'Lever et marcher chronométré',
        'Appui sur une jambe',
        'Sait se relever',
        'Aide technique adaptée',
      ],
      after: ['medical'],
    },
    {
      key: 'logement',
      title: 'Visiter le logement : tapis, éclairage, salle d’eau, seuils',
      forProfession: 'occupationalTherapist',
      offset: { days: 21, time: '18:00', workingDays: true },
    },
    {
      key: 'pieds',
      title: 'Pieds et chaussage',
      forProfession: 'podiatrist',
      offset: { days: 21, time: '18:00', workingDays: true },
    },
    {
      key: 'alerte',
      title: 'Téléassistance et aides pour le logement',
      forProfession: 'socialWorker',
      offset: { days: 14, time: '18:00', workingDays: true },
    },
    {
      key: 'trois-mois',
      title: 'À trois mois : a-t-elle rechuté, sort-elle, que veut-elle refaire ?',
      forProfession: 'nurse',
      offset: { days: 90, part: 'morning' },
      after: ['medical', 'traitement', 'equilibre', 'logement'],
    },
  ],
})

/** He is blind, she takes an anticoagulant that she forgets. */
const coupleAtHome = shipped('5b1f3c52-6d0e-5a3b-9c41-0e2a7d5b1a05', {
  name: 'Maintien à domicile d’un couple qui perd son autonomie',
  purpose:
    'Quand l’un compense pour l’autre et que cela ne tient plus. À lancer sur le dossier de chacun ; le départ est la première visite.',
  // Evaluation of both by the département's team for the APA: CASF L. 232-6. The helper's right to respite: loi
  // 2015-1776, CASF L. 232-3-2.
  source: 'CASF L. 232-6 et L. 232-3-2 (APA, répit de l’aidant)',
  items: [
    {
      key: 'souhait',
      title: 'Entendre chacun, seul puis ensemble : que veulent-ils, qu’est-ce qui les inquiète ?',
      forProfession: 'nurse',
      offset: { days: 2, part: 'morning' },
      urgency: 'important',
      records: [
        { kind: 'mood', required: true },
        { kind: 'sleep', required: false },
      ],
    },
    {
      key: 'evaluation',
      title: 'Évaluer l’autonomie de chacun : toilette, repas, déplacements, argent, médicaments',
      forProfession: 'nurse',
      offset: { days: 5, part: 'afternoon' },
      checklist: ['Toilette et habillage', 'Repas', 'Déplacements', 'Papiers et argent', 'Médicaments'],
      after: ['souhait'],
    },
    {
      key: 'medicaments',
      title: 'Simplifier les prises et préparer le pilulier de la semaine',
      forProfession: 'pharmacist',
      offset: { days: 5, time: '18:00', workingDays: true },
      after: ['souhait'],
    },
    {
      key: 'pilulier',
      title: 'Premier pilulier rempli, tension, pouls et poids ; créer la série de chaque semaine',
      forProfession: 'nurse',
      offset: { days: 14, part: 'morning' },
      records: [must('bloodPressure'), must('pulse'), must('weight')],
      after: ['medicaments'],
    },
    {
      key: 'medecin',
      title: 'Bilan médical de chacun : mémoire, vue, humeur, nutrition',
      forProfession: 'physician',
      offset: { days: 14, time: '18:00', workingDays: true },
      after: ['evaluation'],
    },
    {
      key: 'droits',
      title: 'Demandes d’APA pour les deux, caisse de retraite, carte mobilité inclusion',
      forProfession: 'socialWorker',
      offset: { days: 10, time: '18:00', workingDays: true },
      after: ['evaluation'],
    },
    {
      key: 'aidant',
      title: 'Répit de celui qui aide : relais, accueil de jour, groupe',
      forProfession: 'socialWorker',
      offset: { days: 21, time: '18:00', workingDays: true },
      after: ['droits'],
    },
    {
      key: 'logement',
      title: 'Adapter le logement aux deux : vue, marche, salle d’eau',
      forProfession: 'occupationalTherapist',
      offset: { days: 21, time: '18:00', workingDays: true },
      after: ['evaluation'],
    },
    {
      key: 'si-un-manque',
      title: 'Écrire avec eux : que fait-on si l’un est hospitalisé ou vient à manquer ?',
      forProfession: 'coordinator',
      offset: { days: 30, time: '18:00' },
      after: ['medecin', 'droits'],
    },
  ],
})

const lossOfRights = shipped('5b1f3c52-6d0e-5a3b-9c41-0e2a7d5b1a06', {
  name: 'Perte de droits',
  purpose:
    'Couverture interrompue, tiers payant refusé, loyer ou énergie impayés : quand une personne renonce à des soins. Le départ est le jour où on l’apprend.',
  // The fund answers a request for the complémentaire santé solidaire within two months: CSS L. 861-5.
  source: 'CSS L. 861-5 (complémentaire santé solidaire)',
  items: [
    {
      key: 'soins-en-attente',
      title: 'Quels soins ou médicaments attendent ? Ce qui ne peut pas attendre est fait sans avance',
      forProfession: 'nurse',
      offset: { hours: 24 },
      urgency: 'important',
    },
    {
      key: 'droits',
      title: 'Vérifier les droits : carte Vitale, régime, ALD, complémentaire, dates de fin',
      forProfession: 'medicalSecretary',
      offset: { days: 1, time: '18:00', workingDays: true },
      urgency: 'important',
      checklist: [
        'Régime et caisse',
        'ALD et date de fin',
        'Complémentaire',
        'Carte Vitale à jour',
        'Médecin traitant déclaré',
      ],
    },
    {
      key: 'accord',
      title: 'Accord de la personne : ce que l’on dit, à qui',
      forProfession: 'socialWorker',
      offset: { days: 2, time: '18:00', workingDays: true },
    },
    {
      key: 'dossier',
      title: 'Constituer et envoyer la demande (complémentaire santé solidaire, régime, ALD)',
      forProfession: 'socialWorker',
      offset: { days: 7, time: '18:00', workingDays: true },
      checklist: [
        'Avis d’imposition',
        'Justificatif de domicile',
        'Ressources des douze mois',
        'Copie gardée',
      ],
      after: ['droits', 'accord'],
    },
    {
      key: 'ald',
      title: 'Protocole d’ALD à faire ou à renouveler',
      forProfession: 'physician',
      offset: { days: 7, time: '18:00', workingDays: true },
      after: ['droits'],
    },
    {
      key: 'logement',
      title: 'Loyer, énergie, alimentation : aides du département et de la commune',
      forProfession: 'socialWorker',
      offset: { days: 14, time: '18:00', workingDays: true },
      after: ['accord'],
    },
    {
      key: 'relance',
      title: 'Relancer la caisse à un mois',
      forProfession: 'socialWorker',
      offset: { days: 37, time: '18:00' },
      after: ['dossier'],
    },
    {
      key: 'reponse',
      title: 'Réponse reçue ? Tiers payant rétabli, dit à la pharmacie et aux infirmiers',
      forProfession: 'medicalSecretary',
      offset: { days: 67, time: '18:00' },
      after: ['dossier'],
    },
  ],
})

export const SHIPPED_BUNDLES: readonly OfferedBundle[] = [
  dischargeHome,
  anticoagulantStart,
  complexDressing,
  fallPrevention,
  coupleAtHome,
  lossOfRights,
]
