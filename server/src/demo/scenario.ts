/**
 * The language in which the demo team's story is told: who, and what happened on which day. The seeding turns
 * each line into the command that a person would have sent, so that the demo data has passed every rule.
 */
import type {
  DutyHours,
  FlagOutcome,
  FlagSeverity,
  Moments,
  Profession,
  ReadingInput,
  TreatmentReport,
  Urgency,
} from '@colloque/domain'

/** Key of a person of the demo house, as used in `by`. */
export type PersonKey = string

export interface DemoPerson {
  readonly key: PersonKey
  readonly name: string
  readonly email: string
  readonly profession: Profession
  readonly phone?: string
}

/** Day 0 is today; -42 is six weeks ago. Time of day in Europe/Paris. */
interface When {
  readonly day: number
  readonly time: `${string}:${string}`
  readonly by: PersonKey
}

export type DemoEvent = When &
  (
    | {
        readonly do: 'message'
        readonly key?: string
        readonly thread?: string
        readonly text: string
        readonly urgency?: Urgency
        /** Whom it asks. */
        readonly to?: { readonly people?: readonly PersonKey[]; readonly professions?: readonly Profession[] }
      }
    /** An observation from the field, with what was measured. */
    | {
        readonly do: 'note'
        readonly key?: string
        readonly text: string
        readonly readings?: readonly ReadingInput[]
        readonly urgency?: Urgency
      }
    | { readonly do: 'acknowledge'; readonly message: string }
    | { readonly do: 'takeCharge'; readonly message: string }
    | { readonly do: 'pin'; readonly message: string }
    | { readonly do: 'closeThread'; readonly thread: string; readonly outcome: string }
    | { readonly do: 'propose'; readonly question: string; readonly message?: string }
    | {
        readonly do: 'task'
        readonly key: string
        readonly title: string
        readonly detail?: string
        readonly forProfession?: Profession
        readonly forPerson?: PersonKey
        /** Day and time by which it is due. */
        readonly due?: readonly [day: number, time: string]
        readonly urgency?: Urgency
      }
    | { readonly do: 'claim'; readonly task: string }
    | { readonly do: 'release'; readonly task: string; readonly reason: string }
    | { readonly do: 'hold'; readonly task: string; readonly waitingFor: string }
    | { readonly do: 'resume'; readonly task: string }
    | { readonly do: 'complete'; readonly task: string; readonly note?: string }
    /** Not done, and why: the person refused, no longer needed… */
    | { readonly do: 'abandon'; readonly task: string; readonly reason: string }
    | {
        readonly do: 'medication'
        readonly key: string
        readonly name: string
        readonly atc?: string
        readonly posology?: string
        readonly moments?: Moments
        readonly indication?: string
      }
    | {
        readonly do: 'changeMedication'
        readonly medication: string
        readonly posology?: string
        /** Who fills the pill organiser. */
        readonly preparedBy?: Profession
        readonly reason: string
      }
    | { readonly do: 'pauseMedication'; readonly medication: string; readonly reason: string }
    | { readonly do: 'stopMedication'; readonly medication: string; readonly reason: string }
    | {
        readonly do: 'flag'
        readonly key: string
        readonly title: string
        readonly severity: FlagSeverity
        readonly detail: string
        readonly medications?: readonly string[]
      }
    | { readonly do: 'acknowledgeFlag'; readonly flag: string }
    | {
        readonly do: 'resolveFlag'
        readonly flag: string
        readonly outcome: FlagOutcome
        readonly reason: string
        /** The task that watches, and its last day. */
        readonly monitor?: {
          readonly title: string
          readonly untilDay: number
          readonly forProfession: Profession
        }
      }
    | { readonly do: 'checkFlag'; readonly flag: string; readonly note?: string }
    /** Told from home: a side effect, or what is not taken. */
    | {
        readonly do: 'report'
        readonly kind: TreatmentReport['kind']
        readonly words: string
        readonly medications?: readonly string[]
        readonly noticedBy?: string
      }
    /** The person's wish, in their words. */
    | { readonly do: 'wish'; readonly wish: string }
    | { readonly do: 'joinCircle'; readonly person: PersonKey }
    | { readonly do: 'leaveCircle'; readonly person: PersonKey }
  )

/** Talk outside the cases: the team's, or a direct one with the person named. */
export interface DemoTalk extends When {
  readonly with: 'team' | PersonKey
  readonly text: string
  readonly key?: string
  readonly thread?: string
  readonly to?: { readonly people?: readonly PersonKey[]; readonly professions?: readonly Profession[] }
}

/** When somebody works, and when they are away: days counted from today. */
export interface DemoSchedule {
  readonly person: PersonKey
  readonly hours: readonly DutyHours[]
  readonly away?: readonly {
    readonly from: number
    readonly to: number
    readonly replacedBy?: PersonKey
  }[]
}

export interface DemoBoardCard {
  readonly column: 'needs' | 'inProgress' | 'done' | 'lifeProject'
  readonly title: string
  readonly body?: string
  readonly by: PersonKey
  readonly day: number
  /** Keys of tasks shown on the card. */
  readonly tasks?: readonly string[]
}

export interface DemoCase {
  readonly key: string
  /** Invented people only. */
  readonly patient: {
    readonly birthName: string
    readonly usedName?: string
    readonly firstNames: string
    readonly birthDate: string
    readonly sex: 'female' | 'male'
    readonly phone?: string
    readonly address?: string
  }
  /** In six words or so. */
  readonly reason: string
  readonly allergies?: string
  readonly informed: { readonly how: 'oral' | 'written' | 'representative'; readonly note?: string }
  readonly openedBy: PersonKey
  readonly referent: PersonKey
  readonly circle: readonly PersonKey[]
  /** Around the patient, without an account. */
  readonly relatives: readonly { readonly name: string; readonly relation: string; readonly phone?: string }[]
  /** Key of the case of somebody of the same household. */
  readonly household?: string
  /** In order of time; the case is opened just before the first. */
  readonly events: readonly DemoEvent[]
  readonly board: readonly DemoBoardCard[]
}
