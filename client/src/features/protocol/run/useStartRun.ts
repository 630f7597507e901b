import { needsPrescriber, type ReadingKind, type TargetBand } from '@colloque/domain'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useSending } from '../../../platform/sending/useSending.ts'
import { useMay } from '../../../platform/useMay.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt, hourAt, instantAt } from '../../../platform/wallTime.ts'
import { ofStanding, type HeldProtocol } from '../library/library.ts'
import { useProtocols } from '../library/useProtocols.ts'
import { useProtocolErrors } from '../useProtocolErrors.ts'
import { absentFrom, firstSteps } from './startPlan.ts'

/** A protocol chosen and started on a case: from when, with which targets. Call in setup. */
export function useStartRun(caseId: string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const now = useClock()
  const may = useMay()
  const { own, isRead } = useProtocols()
  const { busy, problem, run } = useSending(useProtocolErrors())

  const chosen = shallowRef<HeldProtocol>()
  const day = ref(dayAt(now.value))
  const hour = ref(hourAt(now.value))
  /** By kind, which of the targets that are offered: `0` the first. */
  const targets = ref<Partial<Record<ReadingKind, string>>>({})

  const running = computed(
    () =>
      new Set(
        workspace
          .list(caseId, 'protocolRun')
          .flatMap(({ after }) => (after.status === 'running' ? [after.content.name] : [])),
      ),
  )
  /** Those in force, each with why it cannot be started here. */
  const offered = computed(() =>
    ofStanding(own.value, 'inForce').map((held) => {
      const why = running.value.has(held.protocol.name)
        ? 'running'
        : needsPrescriber(held.protocol) && !may(caseId, 'threshold.set')
          ? 'prescriber'
          : undefined
      return { held, why }
    }),
  )
  const startsAt = computed(() =>
    /^\d{4}-\d{2}-\d{2}$/.test(day.value) && /^\d{2}:\d{2}$/.test(hour.value)
      ? instantAt(day.value, hour.value)
      : undefined,
  )
  /** Kinds for which one of several targets is taken. */
  const choices = computed(
    () => chosen.value?.protocol.thresholds.filter((one) => one.choices.length > 1) ?? [],
  )
  const first = computed(() =>
    chosen.value && startsAt.value
      ? firstSteps(chosen.value.protocol, startsAt.value, now.value.toISOString())
      : [],
  )
  const absent = computed(() =>
    chosen.value
      ? absentFrom(
          chosen.value.protocol,
          workspace.readers(caseId).map(({ after }) => after.profession),
        )
      : [],
  )

  function choose(held: HeldProtocol | undefined) {
    chosen.value = held
    problem.value = ''
    targets.value = Object.fromEntries(choices.value.map(({ kind }) => [kind, '0']))
  }

  const start = async (): Promise<boolean> => {
    const held = chosen.value
    const from = startsAt.value
    if (!held || !from) return false
    const bands: Partial<Record<ReadingKind, TargetBand>> = Object.fromEntries(
      choices.value.flatMap(({ kind, choices: bandsOf }) => {
        const band = bandsOf[Number(targets.value[kind])]
        return band ? [[kind, band]] : []
      }),
    )
    return run(
      (options) =>
        workspace.send('run.start', { caseId, protocolId: held.id, startsAt: from, targets: bands }, options),
      t('protocol.start.done', { name: held.protocol.name }),
      ({ id }) => workspace.send('run.end', { runId: id, reason: t('protocol.start.undoReason') }),
    )
  }

  return {
    ...{ isRead, offered, chosen, choose, day, hour, startsAt, choices, targets, first, absent },
    ...{ start, busy, problem },
  }
}
