import type {
  BREAK_GLASS_REASONS,
  BREAK_GLASS_VERDICTS,
  Delegable,
  Profession,
  SharedPart,
} from '@colloque/domain'
import type { PersonKey } from '../scenario.ts'

/** Where the house works, and who works at the second place. */
export const SITES: readonly { key: string; name: string; address: string; finess: string | null }[] = [
  {
    key: 'saules',
    name: 'Les Trois Saules',
    address: '2, rue du Lavoir, Saint-Orvan-les-Prés',
    finess: '990004178',
  },
  { key: 'gare', name: 'Annexe de la Gare', address: '14, avenue de la Gare, Vaulx-sur-Orvan', finess: null },
]
export const AT_BOTH_SITES: readonly PersonKey[] = ['youssef', 'samuel', 'rui']

/** What a person has said of who may know. */
export const CONSENTS: readonly {
  caseKey: string
  by: PersonKey
  day: number
  decision: 'agrees' | 'objects'
  /** Absent: everybody of the circle. */
  person?: PersonKey
  note: string
}[] = [
  {
    ...{ caseKey: 'raymond', by: 'nadia', day: -30, decision: 'agrees' },
    note: 'Dit à la maison, sa fille au téléphone : tout le monde peut savoir, sauf le notaire.',
  },
  {
    ...{ caseKey: 'lucien', by: 'carole', day: -25, decision: 'objects', person: 'josiane' },
    note: 'Josiane est sa voisine depuis trente ans. Il préfère qu’elle ne sache pas.',
  },
]

/** Acts that a protocol hands to another profession. */
export const DELEGATIONS: readonly {
  caseKey: string
  by: PersonKey
  day: number
  act: Delegable
  profession: Profession
  protocol: string
  untilDay: number
}[] = [
  {
    ...{ caseKey: 'yvonne', by: 'helene', day: -20, act: 'measurement.record' },
    ...{ profession: 'medicalSecretary', protocol: 'Tension au secrétariat, version 2', untilDay: 70 },
  },
]

/** One from outside the circle, ended by himself and looked at the day after. */
export const EMERGENCIES: readonly {
  caseKey: string
  by: PersonKey
  day: number
  from: string
  to: string
  reason: (typeof BREAK_GLASS_REASONS)[number]
  words: string
  review: {
    by: PersonKey
    day: number
    time: string
    verdict: (typeof BREAK_GLASS_VERDICTS)[number]
    word: string
  }
}[] = [
  {
    ...{ caseKey: 'lucien', by: 'youssef', day: -9, from: '19:20', to: '19:45', reason: 'unreachable' },
    words:
      'Chute dans la salle de bain, sa femme au téléphone. Hélène ne répond pas : je cherche ses traitements.',
    review: {
      ...{ by: 'helene', day: -8, time: '08:10', verdict: 'justified' },
      word: 'J’étais en visite. Merci d’être passé.',
    },
  },
]

/** What the circle shares with whom it has invited, and what was written since. */
export const SHARED: {
  readonly by: PersonKey
  readonly day: number
  readonly parts: readonly SharedPart[]
  readonly exchange: readonly {
    readonly by: PersonKey | 'relative'
    readonly day: number
    readonly at: string
    readonly text: string
  }[]
} = {
  by: 'nadia',
  day: -9,
  parts: ['circle', 'treatment', 'appointments', 'wishes'],
  exchange: [
    {
      ...{ by: 'relative', day: -3, at: '20:10' },
      text: 'Bonjour à tous. Papa me dit au téléphone que tout va bien. Est-ce que c’est vrai ? Et la balance, il la lit ?',
    },
    {
      ...{ by: 'maelle', day: -3, at: '20:45' },
      text: 'Bonsoir Odile. Oui, il se pèse trois fois par semaine avec nous et le cahier est tenu. Il a pris un peu de poids après des soupes en sachet, c’est revenu. Il est en forme, et de bonne humeur.',
    },
  ],
}
