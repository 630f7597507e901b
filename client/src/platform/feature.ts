/**
 * How a feature plugs in. `features/<name>/feature.ts` has one default export, made with `defineFeature`; app/ finds
 * it by its place. The platform and the shell know features through this interface alone.
 */
import { inject, type Component, type InjectionKey } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

export const RAIL = ['home', 'cases', 'tasks', 'meetings', 'team'] as const
export type RailItem = (typeof RAIL)[number]

const CASE_TABS = ['resume', 'fil', 'tableau', 'traitement', 'mesures', 'plan', 'proches', 'cercle'] as const
export type CaseTabName = (typeof CASE_TABS)[number]

export interface CaseTab {
  readonly tab: CaseTabName
  /** Takes `caseId: string`. Give `defineAsyncComponent(() => import('./X.vue'))`. */
  readonly component: Component
  /** Beside the tab's name, e.g. what is unread. Called in a reactive scope. */
  readonly badge?: (caseId: string) => number
}

export const TEAM_TABS = [
  'membres',
  'annuaire',
  'protocoles',
  'conversations',
  'presences',
  'modeles',
  'delais',
  'chiffres',
  'reglages',
] as const
export type TeamTabName = (typeof TEAM_TABS)[number]

export interface TeamTab {
  readonly tab: TeamTabName
  /** Takes `id: string | undefined`: what the address singles out. Give an async component. */
  readonly component: Component
  /** Beside the tab's name. Called in a reactive scope. */
  readonly badge?: () => number
}

export interface ClientFeature {
  /** Children of the shell. A route named as an item of the rail brings that item. */
  readonly routes?: readonly RouteRecordRaw[]
  readonly caseTabs?: readonly CaseTab[]
  /** Parts of Équipe. */
  readonly teamTabs?: readonly TeamTab[]
  /** The fixed strip above the tabs of a situation. Takes `caseId`. One feature gives it. */
  readonly caseStrip?: Component
  /** What everybody in a situation must see, above its tabs and on each of them. Takes `caseId`. */
  readonly caseBanner?: Component
  /** The panel on the right of a situation on a desktop. Takes `caseId`, emits `close`. One feature gives it. */
  readonly casePanel?: Component
  /**
   * The messages of any stream, its threads, and where one writes, as tall as the screen allows; reads which message
   * and thread from the address. Takes `stream: StreamName`. One feature gives it.
   */
  readonly conversation?: Component
  /** Below the queue of Accueil, once that stands. Give an async component. */
  readonly homePart?: Component
  /** A part of Résumé. Takes `caseId`. Give an async component. */
  readonly summaryPart?: Component
  /** The sheet that « Noter » opens. Takes `v-model:open` and `caseId?: string`. One feature gives it. */
  readonly noter?: Component
  /** What Ctrl K opens. Takes `v-model:open`. One feature gives it. */
  readonly search?: Component
  /**
   * The dialog that asks who one is, before something is signed: takes `v-model:open` and `means`, emits `close` with
   * whether they showed it. Loaded when first asked. One feature gives it.
   */
  readonly proof?: () => Promise<{ readonly default: Component }>
  /** Counts beside the items of the rail. Called in a reactive scope. */
  readonly badges?: Readonly<Partial<Record<RailItem, () => number>>>
  /** Runs in the shell's setup, once somebody is signed in: composables and `onScopeDispose` work there. */
  readonly start?: () => void
}

export const defineFeature = (feature: ClientFeature): ClientFeature => feature

/** The tabs of a situation that these features give, in the order of the screen. */
export function caseTabsOf(features: readonly ClientFeature[]): CaseTab[] {
  const given = features.flatMap((feature) => feature.caseTabs ?? [])
  return CASE_TABS.flatMap((name) => given.filter(({ tab }) => tab === name))
}

/** The tabs of Équipe that these features give, in the order of the screen. */
export function teamTabsOf(features: readonly ClientFeature[]): TeamTab[] {
  const given = features.flatMap((feature) => feature.teamTabs ?? [])
  return TEAM_TABS.flatMap((name) => given.filter(({ tab }) => tab === name))
}

export const featuresKey: InjectionKey<readonly ClientFeature[]> = Symbol('features')

/** Every feature of this build. @throws where app/ has not provided them */
export function useFeatures(): readonly ClientFeature[] {
  const features = inject(featuresKey)
  if (!features) throw new Error('The features are provided by app/createColloque.ts.')
  return features
}
