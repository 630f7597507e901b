import type { QueueItem } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import {
  caseAddress,
  caseMinutesAddress,
  flagAddress,
  messageAddressIn,
  planAddress,
  readingAlertAddress,
  referralAddress,
  taskAddress,
} from '../addresses.ts'
import { oneLine } from '../news/oneLine.ts'
import { useConversationName } from '../useConversationName.ts'
import { useReadings } from '../readings.ts'
import { useWorkspace } from '../useWorkspace.ts'

export const QUEUE_ICONS: Readonly<Record<QueueItem['kind'], string>> = {
  acknowledge: 'i-lucide-message-square-warning',
  mention: 'i-lucide-at-sign',
  unread: 'i-lucide-messages-square',
  flag: 'i-lucide-flag',
  flagCheck: 'i-lucide-clipboard-check',
  flagWatch: 'i-lucide-eye',
  report: 'i-lucide-house',
  referral: 'i-lucide-route',
  signPlan: 'i-lucide-file-signature',
  planReturned: 'i-lucide-file-clock',
  signMinutes: 'i-lucide-users-round',
  reviewBreakGlass: 'i-lucide-siren',
  sharedMessage: 'i-lucide-house-heart',
  readingAlert: 'i-lucide-activity',
  task: 'i-lucide-circle-user',
  freeTask: 'i-lucide-circle-dashed',
  handover: 'i-lucide-hand-helping',
  overdue: 'i-lucide-alarm-clock',
}

const TASK_KINDS: readonly QueueItem['kind'][] = ['task', 'freeTask', 'handover', 'overdue']
export const isTaskKind = (kind: QueueItem['kind']) => TASK_KINDS.includes(kind)
const FLAG_KINDS: readonly QueueItem['kind'][] = ['flag', 'flagCheck', 'flagWatch']
export const isFlagKind = (kind: QueueItem['kind']) => FLAG_KINDS.includes(kind)

/** What a thing that waits asks, and where it stands. Call in setup. */
export function useQueueWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const conversationName = useConversationName()
  const readings = useReadings()

  /** « Peser, trois fois par semaine », « 4 messages non lus », the first words of a message */
  function asked({ kind, stream, entityId, count }: QueueItem): string {
    if (kind === 'unread') return t('platform.queue.unread', count)
    if (kind === 'acknowledge' || kind === 'mention')
      return oneLine(workspace.findIn(stream, 'message', entityId)?.after.text ?? '', 160)
    if (kind === 'referral') return workspace.findIn(stream, 'referral', entityId)?.after.to ?? ''
    if (kind === 'signPlan' || kind === 'planReturned') {
      const plan = workspace.findIn(stream, 'carePlan', entityId)?.after
      return (kind === 'signPlan' ? plan?.submission : plan?.returned)?.word ?? ''
    }
    if (kind === 'signMinutes') return workspace.findIn(stream, 'agendaItem', entityId)?.after.question ?? ''
    if (kind === 'sharedMessage')
      return oneLine(workspace.findIn(stream, 'sharedMessage', entityId)?.after.text ?? '', 160)
    if (kind === 'report')
      return oneLine(workspace.findIn(stream, 'treatmentReport', entityId)?.after.words ?? '', 160)
    if (kind === 'reviewBreakGlass') {
      const words = workspace.findIn(stream, 'breakGlass', entityId)?.after.words ?? ''
      return t('platform.queue.emergency', { words: oneLine(words, 160) })
    }
    if (kind === 'readingAlert') {
      const alert = workspace.findIn(stream, 'readingAlert', entityId)?.after
      const last =
        alert && workspace.findIn(stream, 'measurement', alert.readings.at(-1)?.measurementId ?? '')
      return last ? readings.value.line(last.after) : alert ? readings.value.name(alert.kind) : ''
    }
    const type = isFlagKind(kind) ? 'flag' : 'task'
    return workspace.findIn(stream, type, entityId)?.after.title ?? ''
  }

  const kindOf = ({ kind }: QueueItem) => t(`platform.queue.kind.${kind}`)
  /** The person whom it is about, or the conversation in which it was said. */
  const place = ({ stream, caseId }: QueueItem) =>
    caseId === null ? conversationName(stream) : workspace.nameOfCase(caseId)
  const by = (item: QueueItem) => workspace.person(item.by)?.name ?? t('platform.news.someone')

  function address({ kind, stream, caseId, entityId }: QueueItem): string {
    if (isFlagKind(kind) && caseId) return flagAddress(caseId, entityId)
    if (kind === 'readingAlert' && caseId) return readingAlertAddress(caseId, entityId)
    if (kind === 'report' && caseId) return caseAddress(caseId, 'traitement')
    if ((kind === 'signPlan' || kind === 'planReturned') && caseId) return planAddress(caseId)
    if (kind === 'signMinutes' && caseId) return caseMinutesAddress(caseId, entityId)
    if (kind === 'sharedMessage' && caseId) return caseAddress(caseId, 'proches')
    if (kind === 'reviewBreakGlass' && caseId) return caseAddress(caseId, 'cercle')
    if (kind === 'referral' && caseId) return referralAddress(caseId, entityId)
    return isTaskKind(kind) ? taskAddress(entityId) : messageAddressIn(stream, entityId)
  }

  return { asked, kindOf, place, by, address }
}
