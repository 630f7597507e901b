import type { Allergy, ClinicalFacts } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useFormat } from '../../../platform/format.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'

/** Facts as they are read. Call in setup. */
export function useFactWords() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()
  const dayOf = (day: string) => format.value.day(`${day}T12:00:00Z`, now.value)

  const allergyOf = ({ to, kind, reaction }: Allergy) =>
    [
      kind === 'intolerance' ? t('medication.facts.intoleranceTo', { to }) : to,
      ...(reaction ? [`(${reaction})`] : []),
    ].join(' ')

  const dated = (value: number, unit: string, on: string) =>
    t('medication.facts.dated', { value: format.value.number(value, unit), day: dayOf(on) })

  /** The weight that was written down, or a later one taken at home. */
  function weightOf(caseId: string, facts: ClinicalFacts | undefined) {
    const [measured] = workspace
      .list(caseId, 'measurement')
      .filter(({ after }) => after.kind === 'weight')
      .map(({ after }) => ({ kg: after.value, on: after.takenAt.slice(0, 10) }))
      .sort((one, other) => (one.on < other.on ? 1 : -1))
    const written = facts?.weight
    return measured && (!written || measured.on > written.on) ? measured : written
  }

  /** Pregnancy is only said where it was asked, or could be. */
  function rowsOf(caseId: string, facts: ClinicalFacts | undefined) {
    const unasked = t('medication.facts.unasked')
    const { allergies = null, kidney = null, pregnancy = null } = facts ?? {}
    const weight = weightOf(caseId, facts)
    // What was written on opening the situation, before anybody has asked in this way.
    const inWords = workspace.patientCase(caseId)?.allergies
    const said = allergies?.map(allergyOf).join(' ; ') ?? inWords
    return [
      {
        name: t('medication.facts.allergies'),
        said: said || (allergies ? t('medication.facts.noneKnown') : unasked),
        asked: allergies !== null || Boolean(inWords),
      },
      {
        name: t('medication.facts.kidney'),
        said: kidney ? dated(kidney.rate, 'ml/min', kidney.on) : unasked,
        asked: kidney !== null,
      },
      {
        name: t('medication.facts.weight'),
        said: weight ? dated(weight.kg, 'kg', weight.on) : unasked,
        asked: Boolean(weight),
      },
      ...(pregnancy !== null || couldBePregnant(caseId)
        ? [
            {
              name: t('medication.facts.pregnancy'),
              said: pregnancy ? t(`medication.facts.pregnancies.${pregnancy}`) : unasked,
              asked: pregnancy !== null,
            },
          ]
        : []),
    ]
  }

  /** Ages between which pregnancy is asked about, in years. */
  const FERTILE = { from: 12, to: 55 } as const
  function couldBePregnant(caseId: string): boolean {
    const patient = workspace.patientCase(caseId)?.patient
    if (!patient || patient.sex === 'male') return false
    const age = format.value.age(patient.birthDate, now.value)
    return age >= FERTILE.from && age <= FERTILE.to
  }
  return { rowsOf, couldBePregnant }
}
