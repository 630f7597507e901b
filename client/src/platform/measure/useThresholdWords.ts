import type { AlertLevel, Crossing, DoneBy, ReadingKind, TargetBand } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useReadings } from '../readings.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** Thresholds in words: what crosses, how pressing it is, whose they are. Call in setup. */
export function useThresholdWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const readings = useReadings()
  const now = useClock()

  /** « 6 ou plus », « prise de plus de 2 kg en 3 jours » */
  function crossing(kind: ReadingKind, rule: Crossing): string {
    const { value } = rule
    const figures = readings.value.figures({ kind, value, value2: 'value2' in rule ? rule.value2 : null })
    switch (rule.is) {
      case 'atOrAbove':
      case 'below':
        return t(`measure.crossing.${rule.is}`, { figures })
      case 'gain':
        return t('measure.crossing.gain', { figures, days: days(rule.days) })
      case 'risePercent':
      case 'lossPercent':
        return t(`measure.crossing.${rule.is}`, { n: format.value.number(value), days: days(rule.days) })
      case 'meanAtOrAbove':
        return t('measure.crossing.meanAtOrAbove', { figures, days: days(rule.days), n: rule.atLeast })
    }
  }
  const days = (n: number) => t('measure.days', { n }, n)

  const level = (one: AlertLevel) => t(`measure.level.${one}`)
  /** « entre 2 et 3 » */
  function target(kind: ReadingKind, { from, to }: TargetBand): string {
    const figures = (value: number) => readings.value.figures({ kind, value })
    return t('measure.target', { from: figures(from), to: figures(to) })
  }
  /** « Seuils par défaut : HAS/GEHT, avril 2008 », « Seuils réglés par Hélène Castaing, lun. 9 mars » */
  function author(by: DoneBy | null, source: string | null): string {
    if (!by) return t('measure.byDefault', { source: source ?? '' })
    const name = workspace.person(by.by)?.name ?? t('platform.news.someone')
    return t('measure.setBy', { name, day: format.value.day(by.at, now.value) })
  }

  return { crossing, level, target, author }
}
