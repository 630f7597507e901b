import type { Profession } from '@colloque/domain'
import type { PersonKey } from '../scenario.ts'

/** What somebody carries out: by name, or whoever of a profession. */
export type DemoOwner =
  { readonly person: PersonKey } | { readonly profession: Profession; readonly outside?: string }

/** Somebody from outside who is invited. */
interface Outsider {
  readonly name: string
  readonly profession: Profession | null
}

interface DemoDecision {
  readonly by: PersonKey
  readonly text: string
  readonly owner: DemoOwner
  /** Days after the meeting. */
  readonly due: number
  readonly teller: DemoOwner
  /** Who did it, and how many days after the meeting; absent where nobody has. */
  readonly done?: { readonly by: PersonKey; readonly after: number; readonly note: string }
  readonly told?: { readonly by: PersonKey; readonly after: number; readonly note: string }
  readonly disagreement?: { readonly by: PersonKey; readonly text: string }
}

export interface DemoPastItem {
  readonly caseKey: string
  readonly by: PersonKey
  readonly question: string
  readonly minutes: number
  readonly opinions: readonly { readonly by: PersonKey; readonly text: string }[]
  /** What stands in the minutes, paragraph by paragraph. */
  readonly discussion: string
  readonly writer: PersonKey
  readonly spoken: readonly PersonKey[]
  readonly decisions: readonly DemoDecision[]
}

/** Held two weeks before the next one, signed by its chair. */
export const PAST: {
  readonly title: string
  readonly place: string
  readonly calledBy: PersonKey
  readonly chair: PersonKey
  readonly there: readonly PersonKey[]
  readonly outsiders: readonly Outsider[]
  readonly items: readonly DemoPastItem[]
} = {
  title: 'Concertation du jeudi',
  place: 'Cuisine de la maison',
  calledBy: 'nadia',
  chair: 'helene',
  there: ['helene', 'nadia', 'maelle', 'samuel', 'linh', 'josiane', 'carole'],
  outsiders: [
    { name: 'Mme Delorme', profession: 'homeHelp' },
    { name: 'Dr Sabine Ott', profession: 'physician' },
  ],
  items: [
    {
      caseKey: 'raymond',
      by: 'samuel',
      question: 'Les deux kilos : comment les voir plus tôt la prochaine fois ?',
      minutes: 10,
      opinions: [
        {
          by: 'rui',
          text: 'Essoufflé dès le deuxième tour de table, trois jours avant. Je peux le noter à chaque séance.',
        },
      ],
      discussion:
        'La pesée du samedi et du dimanche manque : c’est là que les deux kilos sont venus.\nMme Delorme passe le dimanche matin et sait lire la balance.\nIl ne veut pas de balance qui parle à quelqu’un d’autre.',
      writer: 'nadia',
      spoken: ['samuel', 'maelle', 'linh', 'helene'],
      decisions: [
        {
          by: 'helene',
          text: 'Pesée du dimanche par l’aide à domicile, écrite dans le cahier',
          owner: { person: 'samuel' },
          due: 5,
          teller: { person: 'maelle' },
          done: {
            by: 'samuel',
            after: 4,
            note: 'Vu avec Mme Delorme, page du cahier prête. Premier dimanche fait.',
          },
          told: { by: 'maelle', after: 1, note: 'D’accord, « si c’est elle qui écrit ».' },
        },
        {
          by: 'helene',
          text: 'Demander au cardiologue une consultation avant l’hiver, poids et ordonnance joints',
          owner: { person: 'josiane' },
          due: 5,
          teller: { person: 'samuel' },
          told: { by: 'samuel', after: 2, note: 'Il veut bien, pas un jour de boules.' },
          disagreement: {
            by: 'linh',
            text: 'Avant l’hiver, c’est tard : je préférais un appel au cardiologue cette semaine.',
          },
        },
      ],
    },
    {
      caseKey: 'yvonne',
      by: 'linh',
      question: 'Comment éviter qu’un autre cabinet lui donne de quoi monter l’INR ?',
      minutes: 8,
      opinions: [],
      discussion:
        'Le mot au dentiste est resté dans le sac. Elle n’a pas à se souvenir d’une chose de plus.\nQui appelle, alors ? L’accueil, avant chaque soin ailleurs.',
      writer: 'maelle',
      spoken: ['linh', 'maelle', 'josiane', 'helene'],
      decisions: [
        {
          by: 'helene',
          text: 'L’accueil appelle lui-même tout cabinet où elle va, avant le soin',
          owner: { profession: 'medicalSecretary' },
          due: 3,
          teller: { person: 'maelle' },
          done: {
            by: 'josiane',
            after: 2,
            note: 'Écrit sur la fiche d’appel ; dentiste et podologue prévenus.',
          },
          told: { by: 'maelle', after: 1, note: 'Soulagée : « une case de moins ».' },
        },
      ],
    },
  ],
}

/** The next one, not sent yet: three cases, of which one lacks the person's wish. */
export const NEXT: {
  readonly title: string
  readonly place: string
  readonly minutes: number
  readonly calledBy: PersonKey
  readonly chair: PersonKey
  /** Put forward in the story already, without a meeting. */
  readonly waiting: { readonly caseKey: string; readonly by: PersonKey; readonly minutes: number }
  readonly items: readonly {
    readonly caseKey: string
    readonly by: PersonKey
    readonly question: string
    readonly minutes: number
  }[]
  /** The wish that somebody must hear anew. */
  readonly unheard: { readonly caseKey: string; readonly by: PersonKey; readonly reason: string }
} = {
  title: 'Concertation du jeudi',
  place: 'Cuisine de la maison',
  minutes: 60,
  calledBy: 'nadia',
  chair: 'helene',
  waiting: { caseKey: 'etienne', by: 'carole', minutes: 20 },
  items: [
    {
      caseKey: 'rosa',
      by: 'samuel',
      question: 'La plaie va mieux, le moral moins : qui la voit pour autre chose que le pansement ?',
      minutes: 15,
    },
    {
      caseKey: 'lucien',
      by: 'carole',
      question: 'Marcher avec le bénévole : jusqu’où, et qu’en dit-il lui-même ?',
      minutes: 10,
    },
  ],
  unheard: {
    caseKey: 'lucien',
    by: 'carole',
    reason: 'Dit avant de savoir qu’un bénévole viendrait : à lui redemander',
  },
}

/** When the house adopted its protocols, who stands for them, and the one that is at work. */
export const PROTOCOLS: {
  readonly adopted: {
    readonly name: string
    readonly by: PersonKey
    readonly adoptedBy: readonly PersonKey[]
    readonly readBy: readonly PersonKey[]
    readonly disagreement: { readonly by: PersonKey; readonly text: string }
    readonly day: number
    readonly reviewInDays: number
  }
  /** Written, and not adopted yet. */
  readonly draft: { readonly name: string; readonly by: PersonKey; readonly day: number }
  readonly run: {
    readonly caseKey: string
    readonly by: PersonKey
    /** It counts from here, and was started then. */
    readonly from: readonly [day: number, time: string]
    readonly at: readonly [day: number, time: string]
    /** Steps that were done since. */
    readonly done: readonly {
      readonly step: string
      readonly by: PersonKey
      readonly day: number
      readonly time: string
      readonly note: string
    }[]
  }
  /** A reading of the story that crossed, long ago; whoever saw to it and what they did. */
  readonly alert: {
    readonly caseKey: string
    readonly kind: 'inr'
    readonly value: number
    readonly by: PersonKey
    readonly minutesAfter: number
    readonly outcome: string
  }
} = {
  adopted: {
    name: 'Suivi d’un traitement par AVK',
    by: 'linh',
    adoptedBy: ['helene', 'linh', 'maelle'],
    readBy: ['josiane', 'samuel'],
    disagreement: {
      by: 'josiane',
      text: 'Le résultat d’INR à la secrétaire, oui ; l’après-midi où je suis seule à l’accueil, je ne peux pas rappeler deux fois.',
    },
    day: -16,
    reviewInDays: 340,
  },
  draft: { name: 'Insuffisance cardiaque à domicile', by: 'samuel', day: -8 },
  run: {
    caseKey: 'yvonne',
    by: 'helene',
    from: [-2, '08:00'],
    at: [-1, '19:00'],
    done: [
      {
        ...{ step: 'bilan', by: 'helene', day: -1, time: '19:02' },
        note: 'Reprise après l’INR à 3,8 : cible 2 à 3, carnet là, numération du mois dernier bonne.',
      },
      {
        ...{ step: 'interactions', by: 'linh', day: -1, time: '19:12' },
        note: 'Paracétamol signalé ; rien d’autre de nouveau.',
      },
      {
        ...{ step: 'expliquer', by: 'samuel', day: 0, time: '07:56' },
        note: 'Redit avec Lucien : c’est lui qui a cité les saignements.',
      },
    ],
  },
  alert: {
    ...{ caseKey: 'yvonne', kind: 'inr', value: 5.4, by: 'maelle', minutesAfter: 25 },
    outcome: 'Prise sautée, INR le lendemain ; miconazole du dentiste arrêté.',
  },
}
