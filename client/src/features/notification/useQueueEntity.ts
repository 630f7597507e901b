import type { QueueItem } from '@colloque/domain'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFlagWords } from '../../platform/flag/useFlagWords.ts'
import { useAlertState } from '../../platform/queue/useAlertState.ts'
import { isFlagKind, isTaskKind } from '../../platform/queue/useQueueWords.ts'
import { nextStep } from '../../platform/referral/steps.ts'
import { useTaskActs } from '../../platform/task/useTaskActs.ts'
import { useTaskWords } from '../../platform/task/useTaskWords.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What a line of the queue is about, what became of it, and what its one button says. Call in setup. */
export function useQueueEntity(item: Readonly<Ref<QueueItem>>) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const taskWords = useTaskWords()
  const flagWords = useFlagWords()
  const { likeliest } = useTaskActs()
  const alertWords = useAlertState()

  const isTask = computed(() => isTaskKind(item.value.kind))
  const task = computed(() =>
    isTask.value ? workspace.findIn(item.value.stream, 'task', item.value.entityId) : undefined,
  )
  const flag = computed(() =>
    isFlagKind(item.value.kind)
      ? workspace.findIn(item.value.stream, 'flag', item.value.entityId)
      : undefined,
  )
  const flagKind = computed(() => item.value.kind as 'flag' | 'flagCheck' | 'flagWatch')
  const report = computed(() =>
    item.value.kind === 'report'
      ? workspace.findIn(item.value.stream, 'treatmentReport', item.value.entityId)
      : undefined,
  )
  const message = computed(() =>
    item.value.kind === 'acknowledge' || item.value.kind === 'mention'
      ? workspace.findIn(item.value.stream, 'message', item.value.entityId)
      : undefined,
  )
  const referral = computed(() =>
    item.value.kind === 'referral'
      ? workspace.findIn(item.value.stream, 'referral', item.value.entityId)
      : undefined,
  )
  const emergency = computed(() =>
    item.value.kind === 'reviewBreakGlass'
      ? workspace.findIn(item.value.stream, 'breakGlass', item.value.entityId)
      : undefined,
  )
  const sharedMessage = computed(() =>
    item.value.kind === 'sharedMessage'
      ? workspace.findIn(item.value.stream, 'sharedMessage', item.value.entityId)
      : undefined,
  )
  const readingAlert = computed(() =>
    item.value.kind === 'readingAlert'
      ? workspace.findIn(item.value.stream, 'readingAlert', item.value.entityId)
      : undefined,
  )
  const planIn = computed(() =>
    item.value.kind === 'signPlan' || item.value.kind === 'planReturned' ? item.value.caseId : null,
  )
  const minutes = computed(() =>
    item.value.kind === 'signMinutes'
      ? workspace.findIn(item.value.stream, 'agendaItem', item.value.entityId)
      : undefined,
  )
  const urgency = computed(() => {
    if (readingAlert.value?.after.rule.level === 'urgent') return 'urgent'
    return task.value?.after.urgency ?? message.value?.after.urgency ?? 'routine'
  })
  /** What became of a thing that somebody else has settled. */
  const ending = computed(() => {
    if (task.value) return taskWords.state(task.value.after)
    if (item.value.kind === 'signPlan') return t('notification.plan.gone')
    if (minutes.value) return t('notification.minutes.gone')
    if (referral.value) return t(`platform.referral.status.${referral.value.after.status}`)
    const verdict = emergency.value?.after.review?.verdict
    if (verdict) return t(`platform.emergency.verdict.${verdict}`)
    if (sharedMessage.value) {
      const seen = sharedMessage.value.after.acknowledgements[0]
      return seen ? t('notification.relative.seen', { name: seen.name }) : t('notification.relative.answered')
    }
    if (readingAlert.value) return alertWords.state(readingAlert.value.after)
    const settled = report.value?.after.settled
    if (settled) return t('notification.report.settled', { name: flagWords.nameOf(settled.by) })
    if (item.value.kind !== 'flag' && flag.value) return flagWords.state(flag.value.after)
    const outcome = flag.value?.after.resolution?.outcome
    return outcome ? t('notification.goneFlag', { outcome: t(`platform.news.outcome.${outcome}`) }) : ''
  })

  /** What the one button of a folded line says. */
  const act = computed(() => {
    switch (item.value.kind) {
      case 'acknowledge':
      case 'mention':
      case 'sharedMessage':
        return t('notification.acknowledge')
      case 'unread':
        return t(`notification.${item.value.caseId === null ? 'openConversation' : 'openThread'}`)
      case 'flag':
      case 'flagWatch':
      case 'flagCheck':
      case 'report':
        return t('notification.flag.look')
      case 'signMinutes':
        return t('notification.minutes.read')
      case 'signPlan':
        return t('notification.plan.sign')
      case 'reviewBreakGlass':
        return t('notification.emergency.review')
      case 'planReturned':
        return t('notification.plan.open')
      case 'readingAlert':
        return t(`notification.${readingAlert.value?.after.charge ? 'readingDone' : 'takeCharge'}`)
      case 'referral': {
        const step = referral.value && nextStep(referral.value.after)
        return step ? t(`platform.referral.step.${step.key}`) : ''
      }
      default: {
        const act = task.value && likeliest(task.value)
        return act ? t(`platform.task.act.${act}`) : ''
      }
    }
  })

  return {
    task,
    flag,
    flagKind,
    report,
    message,
    referral,
    emergency,
    sharedMessage,
    planIn,
    minutes,
    readingAlert,
    urgency,
    ending,
    act,
  }
}
