import { likeTasks } from '@colloque/domain'
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useSending } from '../../../platform/sending/useSending.ts'
import { useWorkspace, type Present } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'
import { useTaskLists } from '../useTaskLists.ts'
import {
  addresseesOf,
  createInput,
  draftOf,
  draftOfSeries,
  isRepeated,
  newDraft,
  problemsOf,
  seriesChange,
  seriesInput,
  updateInput,
  type TaskDraft,
} from './taskDraft.ts'
import { useSeries } from '../series/useSeries.ts'

/** What was written and not sent: leaving the form, to look at a like task, does not lose it. */
const useUnsentTask = defineStore('unsentTask', () => ({ draft: shallowRef<TaskDraft>() }))

export type FormMode = 'create' | 'edit' | 'series'
export interface FormOf {
  readonly caseId?: string | undefined
  readonly taskId?: string | undefined
  readonly seriesId?: string | undefined
}

/** A task being written, changed, or a series being changed. Call in setup. */
export function useTaskForm(of: FormOf) {
  const { t, te } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const lists = useTaskLists()
  const series = useSeries()
  const now = useClock()
  const unsent = useUnsentTask()
  const sentence = useErrorSentence()
  const explain = (error: unknown) => {
    const why = whyOf(error)
    return why && te(`task.make.why.${why}`, 'fr') ? t(`task.make.why.${why}`) : sentence(error)
  }
  const { busy, problem, run } = useSending(explain)

  const mode: FormMode = of.taskId ? 'edit' : of.seriesId ? 'series' : 'create'
  const task = computed(() => (of.taskId ? lists.find(of.taskId) : undefined))
  const held = computed(() => (of.seriesId ? series.find(of.seriesId) : undefined))
  const shownBefore = (): TaskDraft | undefined =>
    task.value ? draftOf(task.value.after) : held.value ? draftOfSeries(held.value.after) : undefined

  const kept = unsent.draft && (!of.caseId || unsent.draft.caseId === of.caseId) ? unsent.draft : undefined
  const draft = reactive<TaskDraft>((mode === 'create' ? kept : shownBefore()) ?? newDraft(of.caseId))
  /** As it was when it was opened: what others change meanwhile is refused, not overwritten. */
  const before = shallowRef(shownBefore())
  const rev = ref(task.value?.rev ?? held.value?.rev)
  // Opened by its address, before the cases have been read.
  watch([task, held], () => {
    const shown = shownBefore()
    if (before.value || !shown) return
    before.value = shown
    rev.value = task.value?.rev ?? held.value?.rev
    Object.assign(draft, shownBefore())
  })
  /** From which day a series is otherwise. */
  const from = ref(dayAt(now.value))

  const asked = ref(false)
  const problems = computed(() => problemsOf(draft, now.value, before.value))
  const errorOf = (field: 'caseId' | 'title' | 'due' | 'forWhom' | 'visibleTo') => {
    const why = problems.value[field]
    const isShown = asked.value || field === 'due' || field === 'forWhom'
    return why && isShown ? t(`task.make.problem.${why}`) : false
  }
  const like = computed<readonly Present<'task'>[]>(() => {
    if (!draft.caseId || mode !== 'create' || draft.title.trim().length < 3) return []
    const open = workspace.tasksOf(draft.caseId)
    return likeTasks(open, { title: draft.title, ...addresseesOf(draft.forWhom) }).slice(0, 3)
  })

  /** @returns whether the form is over */
  async function send(): Promise<boolean> {
    asked.value = true
    const { caseId } = draft
    if (!caseId || Object.keys(problems.value).length > 0) return false
    const isSent = await run(
      (options) => command({ ...draft, caseId }, options),
      t(`task.make.done.${doneKey()}`),
    )
    if (isSent) unsent.draft = undefined
    return isSent
  }
  const doneKey = () => (mode === 'create' ? (isRepeated(draft) ? 'repeat' : 'create') : mode)

  function command(
    full: TaskDraft & { caseId: string },
    options: Parameters<typeof workspace.send>[2],
  ): Promise<unknown> {
    const revision = rev.value === undefined ? {} : { rev: rev.value }
    if (task.value && of.taskId) {
      const input = updateInput(full, task.value.after)
      return workspace.send('task.update', { taskId: of.taskId, ...revision, ...input } as never, options)
    }
    if (held.value && of.seriesId) {
      const input = {
        seriesId: of.seriesId,
        ...revision,
        from: from.value,
        ...seriesChange(full, held.value.after),
      }
      return workspace.send('series.change', input as never, options)
    }
    return isRepeated(full)
      ? workspace.send('series.create', seriesInput(full, dayAt(now.value)), options)
      : workspace.send('task.create', createInput(full), options)
  }

  /** Leaving: what was written is there again when the form is next opened. */
  function keep() {
    unsent.draft = mode === 'create' && draft.title.trim() ? { ...draft } : undefined
  }

  return { mode, draft, from, problems, errorOf, asked, like, busy, problem, send, keep }
}

const whyOf = (error: unknown): string =>
  error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data
    ? String((error.data as Record<string, unknown>).why ?? '')
    : ''
