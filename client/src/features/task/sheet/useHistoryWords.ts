import type { QueryOutput } from '@colloque/contract'
import { useI18n } from 'vue-i18n'
import { useTaskWords } from '../../../platform/task/useTaskWords.ts'

type Step = QueryOutput<'taskHistory'>['items'][number]

/** A step of a task's history as a sentence. Call in setup. */
export function useHistoryWords() {
  const { t, te } = useI18n()
  const words = useTaskWords()

  function wordsOf({ by, kind, task }: Step): string {
    const name = by.startsWith('system:') ? t('task.history.system') : words.nameOf(by)
    const act = kind.replace(/^task\./, '')
    const key = `task.history.${act}`
    if (!te(key, 'fr')) return t('task.history.other', { name })
    const to = task.handover?.to ?? task.delegate?.accountId
    return t(key, {
      name,
      reason: task.reason ?? '',
      what: task.waitingFor ?? '',
      to: to === undefined ? '' : words.nameOf(to),
    })
  }

  return { wordsOf }
}
