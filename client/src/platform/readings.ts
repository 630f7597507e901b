/** Readings as figures: « TA 142/78 mmHg », « Poids 61,4 kg ». */
import { READINGS, type ReadingKind } from '@colloque/domain'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat, type Format } from './format.ts'

export interface ReadingFigures {
  readonly kind: ReadingKind
  readonly value: number
  /** Diastolic pressure; null or absent for every other kind. */
  readonly value2?: number | null | undefined
}

/** The figures with their unit, as in « 142/78 mmHg », « 2,4 », « 4/10 ». */
export function readingFigures({ kind, value, value2 }: ReadingFigures, format: Format): string {
  const { unit, decimals } = READINGS[kind]
  const figure = (one: number) => format.number(one, undefined, { minimumFractionDigits: decimals })
  const figures =
    value2 === null || value2 === undefined ? figure(value) : `${figure(value)}/${figure(value2)}`
  if (unit === '') return figures
  return unit === '/10' ? `${figures}${unit}` : `${figures}\u00A0${unit}`
}

/** Names and figures in the language in use. */
export function useReadings() {
  const { t } = useI18n({ useScope: 'global' })
  const format = useFormat()
  return computed(() => ({
    /** « Tension artérielle » */
    name: (kind: ReadingKind) => t(`platform.readings.name.${kind}`),
    /** « TA » */
    short: (kind: ReadingKind) => t(`platform.readings.short.${kind}`),
    /** « 142/78 mmHg » */
    figures: (reading: ReadingFigures) => readingFigures(reading, format.value),
    /** « TA 142/78 mmHg » */
    line: (reading: ReadingFigures) =>
      `${t(`platform.readings.short.${reading.kind}`)}\u00A0${readingFigures(reading, format.value)}`,
  }))
}
