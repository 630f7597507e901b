import type { ProtocolRun, ReadingKind } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useReadings } from '../readings.ts'
import { useTaskWords } from '../task/useTaskWords.ts'
import { useWorkspace } from '../useWorkspace.ts'
import type { RunSeries, RunState } from './runState.ts'

/** The run of a protocol in words. Call in setup. */
export function useRunWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const readings = useReadings()
  const tasks = useTaskWords()
  const now = useClock()

  const day = (at: string) => format.value.day(at, now.value)
  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.news.someone')

  /** « en cours depuis lun. 2 mars », « arrêté par Hélène Castaing ven. 6 mars : reprise du chirurgien » */
  function state({ status, startsAt, ended }: ProtocolRun): string {
    if (status === 'running' || !ended) {
      const isToCome = startsAt > now.value.toISOString()
      return t(`run.state.${isToCome ? 'toCome' : 'running'}`, { day: day(startsAt) })
    }
    if (ended.by === null) return t('run.state.over', { day: day(ended.at) })
    return t('run.state.stopped', { name: nameOf(ended.by), day: day(ended.at), reason: ended.reason ?? '' })
  }

  /** « Prochaine étape : Prise de sang pour l’INR, jeu. 5 mars, matin (pour un·e infirmier·ère) »; '' where none is. */
  function next({ next: task }: RunState): string {
    if (!task) return ''
    const { title } = task.after
    const when = tasks.when(task.after)
    const who = task.after.status === 'claimed' ? tasks.state(task.after) : tasks.forWhom(task.after)
    return when ? t('run.next', { title, when, who }) : t('run.nextSomeDay', { title, who })
  }

  const bandWords = (band: NonNullable<RunSeries['band']>) => t(`run.band.${band}`)
  /** « INR 3,4, au-dessus de la cible » */
  function lastReading({ last, band }: RunSeries): string {
    if (!last) return ''
    const figures = readings.value.line(last)
    return band ? t('run.reading', { figures, band: bandWords(band) }) : figures
  }
  const nameOfKind = (kind: ReadingKind) => readings.value.name(kind)

  return { day, nameOf, state, next, bandWords, lastReading, nameOfKind }
}
