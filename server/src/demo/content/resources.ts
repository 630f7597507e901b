import type { DirectoryContent } from '@colloque/domain'
import type { PersonKey } from '../scenario.ts'

/** An entry of the directory as somebody wrote it. */
export interface DemoResource {
  readonly by: PersonKey
  readonly day: number
  readonly entry: Pick<DirectoryContent, 'kind' | 'name'> & Partial<DirectoryContent>
  /** Learnt of at the past meeting. */
  readonly met?: true
  readonly notes?: readonly { readonly by: PersonKey; readonly day: number; readonly text: string }[]
  readonly checked?: { readonly by: PersonKey; readonly day: number }
}

/** Around Saint-Orvan-les-Prés, all invented. Telephone numbers are those that France keeps for fiction. */
export const RESOURCES: readonly DemoResource[] = [
  {
    by: 'josiane',
    day: -41,
    entry: {
      ...{ kind: 'specialist', name: 'Dr Anselme Kerrien', profession: 'physician', does: 'cardiologue' },
      ...{ area: 'Marsenac', phone: '05 36 49 60 11', directPhone: '05 36 49 60 12' },
      ...{ address: '8, quai des Tanneurs, Marsenac', hours: 'Lundi, mardi, jeudi, 9 h à 17 h' },
      ...{ delay: 'Deux mois ; une semaine si décompensation' },
      access: 'Courrier du médecin avec le poids et l’ordonnance. Pour l’urgent, sa ligne directe.',
    },
    notes: [
      {
        by: 'helene',
        day: -20,
        text: 'Rappelle entre midi et treize heures. Dire « prise de poids » dès la première phrase.',
      },
      {
        by: 'josiane',
        day: -6,
        text: 'La secrétaire s’appelle Mme Ivanec, elle trouve toujours un créneau.',
      },
    ],
    checked: { by: 'josiane', day: -6 },
  },
  {
    by: 'youssef',
    day: -38,
    entry: {
      ...{
        kind: 'specialist',
        name: 'Consultation mémoire de Marsenac',
        does: 'bilan de mémoire, géronto-psychiatrie',
      },
      ...{ area: 'Marsenac', phone: '05 36 49 60 40', email: 'memoire@ch-marsenac.example' },
      ...{ hours: 'Du lundi au vendredi, 9 h à 12 h', delay: 'Trois mois' },
      access: 'Lettre du médecin traitant avec le dernier bilan et le traitement.',
    },
    notes: [
      {
        by: 'carole',
        day: -30,
        text: 'Dire si la personne ne peut pas venir seule : ils cherchent un transport.',
      },
    ],
  },
  {
    by: 'maelle',
    day: -35,
    entry: {
      ...{
        kind: 'specialist',
        name: 'Anouk Berthier',
        profession: 'podiatrist',
        does: 'pied diabétique, semelles',
      },
      ...{ area: 'Saint-Orvan-les-Prés, à domicile le mercredi', phone: '06 39 98 41 02' },
      ...{ hours: 'Lundi au samedi', delay: 'Dix jours', access: 'La personne appelle elle-même.' },
    },
    notes: [{ by: 'samuel', day: -12, text: 'Coupe aussi les ongles de ceux qui n’y arrivent plus.' }],
  },
  {
    by: 'linh',
    day: -33,
    entry: {
      ...{
        kind: 'laboratory',
        name: 'Laboratoire des Deux Rivières',
        does: 'analyses, prélèvements à domicile',
      },
      ...{ area: 'Vaulx-sur-Orvan', phone: '05 36 49 61 00', directPhone: '05 36 49 61 09' },
      ...{ hours: '7 h 30 à 17 h, samedi jusqu’à 12 h', delay: 'INR et potassium le jour même avant 13 h' },
      access: 'Tube déposé avant 11 h. Résultat par téléphone sur la ligne directe si l’INR dépasse 5.',
    },
  },
  {
    by: 'josiane',
    day: -33,
    entry: {
      ...{ kind: 'imaging', name: 'Imagerie du Val', does: 'radio, échographie, scanner' },
      ...{ area: 'Marsenac', phone: '05 36 49 61 30', website: 'https://imagerie-du-val.example' },
      ...{ delay: 'Radio le jour même, échographie deux semaines', hours: '8 h à 19 h' },
    },
  },
  {
    by: 'nadia',
    day: -40,
    entry: {
      ...{ kind: 'hospital', name: 'Hôpital de Marsenac, coordination des sorties' },
      ...{ does: 'préparer un retour à domicile', area: 'Marsenac', phone: '05 36 49 60 80' },
      ...{ email: 'sorties@ch-marsenac.example', hours: 'Du lundi au vendredi, 9 h à 16 h 30' },
      access: 'Demander Mme Lantier. Elle donne le jour de sortie deux jours avant, si on l’appelle.',
    },
    notes: [
      {
        by: 'nadia',
        day: -15,
        text: 'La lettre de liaison arrive par messagerie : la réclamer le matin même.',
      },
    ],
    checked: { by: 'nadia', day: -15 },
  },
  {
    by: 'carole',
    day: -39,
    entry: {
      ...{
        kind: 'socialService',
        name: 'Centre social des Prés',
        does: 'accès aux droits, bénévoles, ateliers',
      },
      ...{ area: 'Saint-Orvan-les-Prés', phone: '05 36 49 62 10', address: '5, place du Champ de Foire' },
      ...{ website: 'https://centre-social-des-pres.example', hours: 'Mardi au samedi, 9 h à 18 h' },
      access: 'Sans rendez-vous le mardi matin.',
    },
    notes: [
      { by: 'carole', day: -5, text: 'Les binômes de marche : demander Yanis, il connaît chaque bénévole.' },
    ],
  },
  {
    by: 'carole',
    day: -39,
    entry: {
      ...{ kind: 'socialService', name: 'Maison départementale de l’autonomie' },
      ...{ does: 'APA, carte mobilité inclusion, PCH', area: 'Tout le département', phone: '05 36 49 62 50' },
      ...{ hours: 'Lundi au vendredi, 9 h à 12 h', delay: 'Deux mois pour l’APA, deux semaines en urgence' },
    },
  },
  {
    by: 'nadia',
    day: -1,
    met: true,
    entry: {
      ...{ kind: 'homeHelp', name: 'Les Amis du domicile' },
      ...{ does: 'toilette, repas, courses, nuits', area: 'Le canton, à domicile', phone: '05 36 49 63 00' },
      ...{ email: 'accueil@amis-du-domicile.example', hours: '8 h à 19 h, astreinte le week-end' },
      ...{ delay: 'Cinq jours ; le lendemain pour une sortie d’hôpital' },
      access: 'Demander Mme Delorme, qui suit le secteur de Saint-Orvan.',
    },
    notes: [
      {
        by: 'samuel',
        day: -1,
        text: 'Mme Delorme lit la balance et écrit dans le cahier, le dimanche aussi.',
      },
    ],
  },
  {
    by: 'josiane',
    day: -28,
    entry: {
      ...{
        kind: 'homeHelp',
        name: 'Portage de repas de la communauté de communes',
        does: 'repas de midi, régimes',
      },
      ...{ area: 'Douze communes', phone: '05 36 49 63 20', delay: 'Trois jours', hours: '8 h à 12 h' },
    },
  },
  {
    by: 'maelle',
    day: -26,
    entry: {
      ...{
        kind: 'patientNetwork',
        name: 'Voir avec les doigts, association',
        does: 'déficience visuelle, locomotion',
      },
      ...{ area: 'Le département', phone: '05 36 49 64 05', email: 'bonjour@voir-avec-les-doigts.example' },
      ...{ delay: 'Liste d’attente de deux mois pour l’instructeur', hours: 'Mardi et jeudi après-midi' },
    },
    notes: [
      {
        by: 'carole',
        day: -16,
        text: 'La bibliothèque sonore est tout de suite possible, sans attendre l’instructeur.',
      },
    ],
  },
  {
    by: 'youssef',
    day: -25,
    entry: {
      ...{ kind: 'patientNetwork', name: 'Le Café des aidants', does: 'répit, groupe de parole' },
      ...{ area: 'Vaulx-sur-Orvan', phone: '05 36 49 64 30', hours: 'Premier lundi du mois, 14 h 30' },
      access: 'On y vient seul ou à deux, sans s’inscrire.',
    },
  },
  {
    by: 'linh',
    day: -24,
    entry: {
      ...{ kind: 'equipment', name: 'Orvan Médical', does: 'lit médicalisé, potence, matelas, déambulateur' },
      ...{ area: 'Livre à domicile', phone: '05 36 49 65 00', directPhone: '06 39 98 41 60' },
      ...{ delay: 'Le lendemain si demandé avant 15 h', hours: 'Lundi au samedi, 8 h 30 à 18 h' },
    },
    notes: [
      { by: 'linh', day: -2, text: 'Demander qu’il essaie la potence avec la personne avant de partir.' },
    ],
  },
]
