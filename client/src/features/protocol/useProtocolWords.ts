import {
  READING_KINDS,
  type ProtocolContent,
  type ProtocolStep,
  type ReadingKind,
  type RecordToTake,
  type TargetBand,
} from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useDelayWords } from '../../platform/delay/useDelayWords.ts'
import { useThresholdWords } from '../../platform/measure/useThresholdWords.ts'
import { useReadings } from '../../platform/readings.ts'
import type { Band, Brought, Reason, Streak } from './view/picture.ts'

type Steps = Pick<ProtocolContent, 'steps' | 'thresholds'>

/** A protocol in words: why a step comes, for whom it is, what is measured. Call in setup. */
export function useProtocolWords() {
  const { t } = useI18n({ useScope: 'global' })
  const delays = useDelayWords()
  const readings = useReadings()
  const thresholds = useThresholdWords()

  const titleOf = ({ steps }: Steps, key: string) =>
    steps.find((step) => step.key === key)?.title || t('protocol.words.untitled')

  const bandName = (kind: ReadingKind, is: Band) =>
    t(`protocol.words.band.${is}`, { name: readings.value.name(kind) })

  /** « 4,0 ou plus »; the key where no rule of the protocol has it. */
  function rule(content: Steps, kind: ReadingKind, key: string): string {
    const found = content.thresholds.find((one) => one.kind === kind)?.rules.find((one) => one.key === key)
    return found ? thresholds.crossing(kind, found.crossing) : key
  }

  function streakWords(streak: Streak | undefined): string {
    if (!streak) return ''
    const { from, to } = streak
    if (to === null) return t('protocol.words.streak.from', { n: from })
    if (to === from) return t('protocol.words.streak.exactly', { n: from }, from)
    return t('protocol.words.streak.between', { from, to })
  }

  /** « Départ : J+3, matin », « Si INR dans la cible : 1 fois, 4 jours après, matin ; … » */
  function reason(content: Steps, one: Reason): string {
    switch (one.on) {
      case 'start':
        return t('protocol.words.start', { delay: delays.short(one.offset) })
      case 'step':
        return t('protocol.words.step', {
          step: titleOf(content, one.step),
          delay: delays.after(one.offset),
        })
      case 'crossing':
        return t('protocol.words.reading', {
          what: `${readings.value.name(one.kind)} ${rule(content, one.kind, one.rule)}`,
          delay: delays.after(one.offset),
        })
      case 'reading':
        return t('protocol.words.reading', {
          what: bandName(one.kind, one.is),
          delay: one.times
            .map(({ streak, offset }) =>
              [streakWords(streak), delays.after(offset)].filter(Boolean).join(', '),
            )
            .join(' ; '),
        })
    }
  }

  /** « infirmier·ère », « secrétaire médical·e, avec : laboratoire », « tout le cercle » */
  function who({ forProfession, outside }: Pick<ProtocolStep, 'forProfession' | 'outside'>): string {
    const profession = forProfession ? t(`platform.profession.${forProfession}`) : ''
    if (outside) return profession ? t('protocol.words.withOutside', { who: profession, outside }) : outside
    return profession || t('protocol.words.anyone')
  }

  const isMeasured = (kind: RecordToTake['kind']): kind is ReadingKind =>
    READING_KINDS.some((one) => one === kind)
  const recordName = (kind: RecordToTake['kind']) =>
    isMeasured(kind) ? readings.value.name(kind) : t(`platform.readings.worded.${kind}`)

  /** « Mesurer : INR ; poids si possible » */
  const records = (list: readonly RecordToTake[]) =>
    list
      .map(({ kind, required }) =>
        required ? recordName(kind) : t('protocol.words.ifPossible', { what: recordName(kind) }),
      )
      .join(', ')

  /** « entre 2,0 et 3,0 », of several « entre 2,0 et 3,0, ou entre 2,5 et 3,5 » */
  function targets(kind: ReadingKind, target: TargetBand | null, choices: readonly TargetBand[]): string {
    const all = choices.length > 0 ? choices : target ? [target] : []
    return all.map((one) => thresholds.target(kind, one)).join(t('protocol.words.or'))
  }

  /** « Adapter la dose (médecin, 6 h après) » */
  function brought({ step, offsets }: Brought): string {
    const [first] = offsets
    const delay = offsets.length === 1 && first ? delays.after(first) : t('protocol.words.byStreak')
    return t('protocol.words.brought', { what: step.title, who: who(step), delay })
  }

  return { titleOf, bandName, rule, reason, who, recordName, records, targets, brought }
}
