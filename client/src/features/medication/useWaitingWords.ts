import type { CommandName } from '@colloque/contract'
import type { OutboxEntry } from '@colloque/sdk'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What this tab sends. */
export const WAITING: readonly CommandName[] = [
  'medication.add',
  'medication.change',
  'medication.pause',
  'medication.resume',
  'medication.stop',
  'facts.record',
  'report.make',
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
        return t('medication.waiting.change', { what: taken })
      case 'medication.pause':
        return t('medication.waiting.pause', { what: taken })
      case 'medication.resume':
        return t('medication.waiting.resume', { what: taken })
      case 'facts.record':
        return t('medication.waiting.facts')
      case 'report.make':
        return t('medication.waiting.report', { what: String(input['words']) })
      case 'medication.stop':
        return t('medication.waiting.stop', { what: taken })
      case 'flag.raise':
        return t('medication.waiting.flag', { what: String(input['title']) })
      default:
        return t('medication.waiting.aside', { what: String(input['reason'] ?? '') })
    }
  }
}
