import type { QueueItem } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { flagAddress, messageAddress, taskAddress } from '../addresses.ts'
import { oneLine } from '../news/oneLine.ts'
import { useWorkspace } from '../useWorkspace.ts'

export const QUEUE_ICONS: Readonly<Record<QueueItem['kind'], string>> = {
  acknowledge: 'i-lucide-message-square-warning',
  unread: 'i-lucide-messages-square',
  flag: 'i-lucide-flag',
  task: 'i-lucide-circle-user',
  freeTask: 'i-lucide-circle-dashed',
}

/** What a thing that waits asks, and where it stands. Call in setup. */
export function useQueueWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()

  /** « Peser, trois fois par semaine », « 4 messages non lus », the first words of a message */
  function asked({ kind, caseId, entityId, count }: QueueItem): string {
    if (kind === 'unread') return t('platform.queue.unread', count)
    if (kind === 'acknowledge')
      return oneLine(workspace.find(caseId, 'message', entityId)?.after.text ?? '', 160)
    const type = kind === 'flag' ? 'flag' : 'task'
    return workspace.find(caseId, type, entityId)?.after.title ?? ''
  }

  const kindOf = ({ kind }: QueueItem) => t(`platform.queue.kind.${kind}`)
  const by = (item: QueueItem) => workspace.person(item.by)?.name ?? t('platform.news.someone')

  function address({ kind, caseId, entityId }: QueueItem): string {
    if (kind === 'flag') return flagAddress(caseId, entityId)
    return kind === 'task' || kind === 'freeTask' ? taskAddress(entityId) : messageAddress(caseId, entityId)
  }

  return { asked, kindOf, by, address }
}
