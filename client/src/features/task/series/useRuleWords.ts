import { parseRule, ruleWords, type RuleWords } from '@colloque/recurrence'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useFormat } from '../../../platform/format.ts'
import { instantAt } from '../../../platform/wallTime.ts'

/** « chaque semaine, le lundi et le jeudi, jusqu’au ven. 12 juin ». Call in setup. */
export function useRuleWords() {
  const { t, locale } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const now = useClock()

  const listed = (words: readonly string[]) => new Intl.ListFormat(locale.value).format(words)
  const monthDay = (day: number) =>
    day === -1 ? t('task.series.rule.lastDay') : t('task.series.rule.day', { day })

  function say(words: RuleWords): string {
    switch (words.key) {
      case 'onWeekdays':
        return t('task.series.rule.onWeekdays', {
          days: listed(
            words.params.weekdays.map((day) =>
              t('task.series.rule.onWeekday', { day: t(`task.series.weekdayName.${day}`) }),
            ),
          ),
        })
      case 'onNthWeekday':
        return t('task.series.rule.onNthWeekday', {
          nth: t(`task.series.nth.${words.params.nth < 0 ? 'last' : words.params.nth}`),
          day: t(`task.series.weekdayName.${words.params.weekday}`),
        })
      case 'onMonthDays':
        return t('task.series.rule.onMonthDays', { days: listed(words.params.days.map(monthDay)) })
      case 'until':
        return t('task.series.rule.until', {
          day: format.value.day(instantAt(words.params.day, '12:00'), now.value),
        })
      case 'times':
        return t('task.series.rule.times', words.params.count)
      case 'everyDays':
      case 'everyWeeks':
      case 'everyMonths':
      case 'everyYears':
        return t(`task.series.rule.${words.key}`, { n: words.params.interval })
      default:
        return t(`task.series.rule.${words.key}`)
    }
  }

  /** @param endsOn last day, besides what the rule says */
  return (rule: string, endsOn: string | null = null): string =>
    ruleWords(parseRule(rule), endsOn).map(say).join(', ')
}
