import {
  isTaskEnded,
  type OfferedBundle,
  type PreviewedItem,
  type Profession,
  type Task,
} from '@colloque/domain'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useSending } from '../../../platform/sending/useSending.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt, instantAt } from '../../../platform/wallTime.ts'
import { itemsToSave, plannedItems, planLines } from './plan.ts'

const BEGINS = '09:00'

/** A bundle chosen, previewed, changed and started on a case. Call in setup. */
export function useStartBundle(caseId: () => string | undefined) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const now = useClock()
  const { busy, problem, run } = useSending()

  const bundle = shallowRef<OfferedBundle>()
  const day = ref(dayAt(now.value))
  const lines = shallowRef<readonly PreviewedItem[]>([])
  const startsAt = computed(() => instantAt(day.value || dayAt(now.value), BEGINS))
  const isChanged = ref(false)

  /** Counted anew; what was changed by hand is given up. */
  function plan() {
    lines.value = bundle.value ? planLines(bundle.value, startsAt.value, now.value.toISOString()) : []
    isChanged.value = false
  }
  function choose(chosen: OfferedBundle | undefined) {
    bundle.value = chosen
    plan()
  }
  function change(next: readonly PreviewedItem[]) {
    lines.value = next
    isChanged.value = true
  }

  /** Professions that the bundle asks for and the circle does not have. */
  const absent = computed<readonly Profession[]>(() => {
    const id = caseId()
    const there = new Set(id ? workspace.readers(id).map(({ after }) => after.profession) : [])
    return [...new Set(lines.value.flatMap(({ forProfession }) => forProfession ?? []))].filter(
      (one) => !there.has(one),
    )
  })

  async function start(): Promise<boolean> {
    const id = caseId()
    const chosen = bundle.value
    if (!id || !chosen) return false
    const input = {
      ...{ caseId: id, bundleId: chosen.id, startsAt: startsAt.value },
      items: plannedItems(lines.value),
    }
    return run(
      (options) => workspace.send('bundle.start', input, options),
      t('task.bundle.started', lines.value.length),
      (first) => takeBack(id, first),
    )
  }

  /** What nobody has taken yet is of no use any more. */
  async function takeBack(id: string, first: Task) {
    const free = workspace
      .list(id, 'task')
      .filter(
        ({ after }) =>
          after.bundle?.id === first.bundle?.id &&
          after.createdAt === first.createdAt &&
          !isTaskEnded(after) &&
          after.claimed === null,
      )
    await Promise.allSettled(
      free.map((task) =>
        workspace.send('task.abandon', {
          ...{ taskId: task.id, reason: t('task.bundle.undoReason') },
          outcome: 'notNeeded',
        }),
      ),
    )
  }

  /** Keeps the plan as a bundle of the team. */
  async function save(name: string): Promise<boolean> {
    const id = caseId()
    const chosen = bundle.value
    const teamId = id ? workspace.patientCase(id)?.teamId : workspace.account?.teamIds[0]
    if (!chosen || !teamId) return false
    const items = itemsToSave(chosen.items, lines.value, startsAt.value, now.value.toISOString())
    return run(
      (options) =>
        workspace.send(
          'bundle.save',
          { teamId, name, purpose: chosen.purpose, source: chosen.source, items },
          options,
        ),
      t('task.bundle.saved'),
    )
  }

  return { bundle, choose, day, plan, lines, change, isChanged, absent, start, save, busy, problem }
}
