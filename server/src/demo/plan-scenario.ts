/** How the demo tells a care plan: who wrote what in it on which day, and where it stands. */
import type { CONSENT_MODES, ObjectiveStatus, Profession } from '@colloque/domain'
import type { PersonKey } from './scenario.ts'

interface Written {
  readonly by: PersonKey
  /** 0 is today. */
  readonly day: number
}

export interface DemoPlan {
  readonly caseKey: string
  readonly referent: PersonKey | null
  readonly consent?: Written & { readonly how: (typeof CONSENT_MODES)[number]; readonly scope?: string }
  /** In so many days. */
  readonly nextReview: number | null
  readonly texts: readonly (Written & {
    readonly section: 'situation' | 'health' | 'supports'
    readonly text: string
  })[]
  readonly objectives: readonly (Written & {
    readonly key: string
    readonly text: string
    readonly status: ObjectiveStatus
    readonly reason?: string
  })[]
  readonly actions: readonly (Written & {
    /** Key of an objective. */
    readonly objective: string
    readonly what: string
    readonly when: string
    readonly who:
      { readonly person: PersonKey } | { readonly profession: Profession } | { readonly words: string }
  })[]
  readonly alerts: readonly (Written & DemoAlert)[]
  readonly reviews: readonly (Written & { readonly text: string; readonly people: string })[]
  readonly submitted?: { readonly by: PersonKey; readonly word: string }
  /** By whom, at the first start of the demo, with their password. */
  readonly signed?: PersonKey
  /** What was added after the signature. */
  readonly since?: { readonly by: PersonKey } & DemoAlert
}

interface DemoAlert {
  readonly sign: string
  readonly conduct: string
  readonly call: string
}
