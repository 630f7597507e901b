import type { CommandName } from '@colloque/contract'
import type { OutboxEntry } from '@colloque/sdk'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What this tab sends. */
export const WAITING: readonly CommandName[] = [
  'medication.add',
  'medication.change',
  'medication.stop',
  'flag.raise',
  'alert.setAside',
]

/** What an act on the treatment is, in words, while it waits. Call in setup. */
export function useWaitingWords() {
  const { t } = useI18n()
  const workspace = useWorkspace()

  return ({ name, input, lane }: OutboxEntry): string => {
    const medication = workspace.find(lane.replace(/^case:/, ''), 'medication', String(input['medicationId']))
    const taken = medication?.after.name ?? ''
    switch (name) {
      case 'medication.add':
        return t('medication.waiting.add', { what: String(input['name']) })
      case 'medication.change':
        return t('medication.waiting.change', { what: `${taken}, ${String(input['posology'])}` })
      case 'medication.stop':
        return t('medication.waiting.stop', { what: taken })
      case 'flag.raise':
        return t('medication.waiting.flag', { what: String(input['title']) })
      default:
        return t('medication.waiting.aside', { what: String(input['reason'] ?? '') })
    }
  }
}
