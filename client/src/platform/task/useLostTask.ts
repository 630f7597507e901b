import type { DomainError } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useFormat } from '../format.ts'
import { useQueue } from '../queue/useQueue.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'

/**
 * Losing is calm: who was first, when, and another task that is free. Call in setup.
 * @param takeNext takes the one that is offered instead
 */
export function useLostTask(takeNext: (task: Present<'task'>) => void) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const queue = useQueue()
  const format = useFormat()
  const toast = useToast()
  const announcer = useAnnouncer()

  /** « Samuel Adjovi a pris cette tâche à 9:04. » */
  function words({ data }: DomainError): string {
    const name = workspace.person(String(data.by))?.name
    return name && typeof data.at === 'string'
      ? t('platform.task.lost', { name, time: format.value.time(data.at) })
      : t('platform.task.lostUnknown')
  }

  function tell(taskId: string, error: DomainError): void {
    const title = words(error)
    const next = nextFree(taskId)
    announcer.announce(title)
    toast.add({
      title,
      color: 'neutral',
      ...(next
        ? {
            description: t('platform.task.next', {
              title: next.after.title,
              person: workspace.nameOfCase(next.after.caseId),
            }),
            actions: [
              {
                label: t('platform.task.takeNext'),
                color: 'primary',
                variant: 'ghost',
                size: 'lg',
                onClick: () => takeNext(next),
              },
            ],
          }
        : {}),
    })
  }

  function nextFree(butId: string): Present<'task'> | undefined {
    const item = queue.items.find(({ kind, entityId }) => kind === 'freeTask' && entityId !== butId)
    return item && workspace.findIn(item.stream, 'task', item.entityId)
  }

  return { words, tell }
}
