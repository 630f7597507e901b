import { isBlocked, PROFESSIONS, type Profession } from '@colloque/domain'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useWorkspace, type Present } from '../../../platform/useWorkspace.ts'
import { DaySchema } from '@colloque/domain'
import { mondayOf } from '../series/weeks.ts'
import { useSeries } from '../series/useSeries.ts'
import { filtered, grouped, GROUPS, STATES, weekDays } from './taskViews.ts'

/** Names in the address of what is shown of all tasks. */
const NAMES = {
  view: 'vue',
  caseId: 'situation',
  profession: 'metier',
  state: 'etat',
  by: 'par',
  week: 'semaine',
} as const
type Name = keyof typeof NAMES
export const VIEWS = ['liste', 'semaine', 'series'] as const

/** All tasks that one may see, as the address asks for them. Call in setup. */
export function useTaskView() {
  const route = useRoute()
  const router = useRouter()
  const workspace = useWorkspace()
  const series = useSeries()

  const text = (name: Name) => {
    const value = route.query[NAMES[name]]
    return typeof value === 'string' ? value : ''
  }
  const oneOf = <Value extends string>(values: readonly Value[], name: Name): Value =>
    values.find((value) => value === text(name)) ?? (values[0] as Value)
  /** The address with something else asked for; '' asks for nothing in particular. */
  const to = (given: Partial<Record<Name, string>>) => {
    const query = { ...route.query }
    for (const [name, value] of Object.entries(given) as [Name, string][]) {
      if (value) query[NAMES[name]] = value
      else delete query[NAMES[name]]
    }
    return router.resolve({ path: route.path, query }).fullPath
  }
  const show = (given: Partial<Record<Name, string>>) => void router.replace(to(given))

  const view = computed(() => oneOf(VIEWS, 'view'))
  const by = computed(() => oneOf(GROUPS, 'by'))
  const state = computed(() => oneOf(STATES, 'state'))
  const caseId = computed(() => text('caseId') || undefined)
  const profession = computed(() =>
    text('profession') in PROFESSIONS ? (text('profession') as Profession) : undefined,
  )
  const monday = computed(() => mondayOf(DaySchema.safeParse(text('week')).data ?? series.today))

  const all = computed(() =>
    workspace.cases
      .filter(({ id, after }) => after.status === 'open' || id === caseId.value)
      .flatMap(({ id }) => workspace.tasksOf(id)),
  )
  const waitsForOthers = ({ after }: Present<'task'>) =>
    after.dependsOn.length > 0 && isBlocked(after, (id) => workspace.find(after.caseId, 'task', id)?.after)
  const tasks = computed(() =>
    filtered(
      all.value,
      { caseId: caseId.value, profession: profession.value, state: state.value },
      waitsForOthers,
    ),
  )
  const groups = computed(() => grouped(tasks.value, by.value, series.today))
  const days = computed(() => weekDays(tasks.value, monday.value))
  const running = computed(() =>
    series.running.filter(
      ({ after }) =>
        (!caseId.value || after.caseId === caseId.value) &&
        (!profession.value || after.forProfession === profession.value),
    ),
  )

  return { view, by, state, caseId, profession, monday, tasks, groups, days, running, to, show }
}
