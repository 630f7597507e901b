/** What a plan says that is no text of its own: people, days, states, in the reader's language. */
import {
  patientName,
  type Patient,
  type PlanContent,
  type PlanPart,
  type SaidWho,
  type SayValue,
} from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../format.ts'
import { useNeedWords } from '../need/useNeedWords.ts'

type Consent = NonNullable<PlanContent['consent']>
type Named = Consent['collectedBy']

/** Call in setup, in a component of this folder or of what shows one: the texts come with them. */
export function usePlanWords() {
  const { t, te } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const needs = useNeedWords()

  /** An id that a later release knows, and this one does not, is shown as it is. */
  const word = (group: string, id: string) =>
    te(`plan.${group}.${id}`, 'fr') ? t(`plan.${group}.${id}`) : id
  const profession = (id: string) =>
    te(`platform.profession.${id}`, 'fr') ? t(`platform.profession.${id}`) : id
  const day = (date: string) => format.value.birthDate(date)

  const person = ({ name, profession: id }: Named) =>
    [name || t('plan.say.nobody'), id ? profession(id) : ''].filter(Boolean).join(', ')

  function who(said: SaidWho): string {
    if ('words' in said) return said.words
    return 'accountId' in said ? person(said) : profession(said.profession)
  }

  const consent = ({ given, how, on, collectedBy }: Consent) =>
    t(given ? 'plan.say.agrees' : 'plan.say.refuses', {
      how: word('how', how),
      day: day(on),
      name: person(collectedBy),
    })

  const wish = ({ aspect, heardOn, heardBy }: PlanContent['wishes'][number]) =>
    t('plan.say.wish', { aspect: word('aspect', aspect), day: day(heardOn), name: person(heardBy) })

  const need = ({ domain, necessary, possible }: PlanContent['needs'][number]) =>
    [
      needs.domain(domain),
      necessary === null ? '' : t(`plan.need.${necessary ? 'necessary' : 'unnecessary'}`),
      possible === null ? '' : t(`plan.need.${possible ? 'possible' : 'impossible'}`),
    ]
      .filter(Boolean)
      .join(' · ')

  const moments = (said: Readonly<Record<string, string>>) =>
    ['morning', 'noon', 'evening', 'night']
      .flatMap((moment) => (said[moment] ? `${t(`plan.moment.${moment}`)} : ${said[moment]}` : []))
      .join(' · ')

  const born = ({ sex, birthDate }: PlanContent['patient']) => {
    const key = { female: 'bornF', male: 'bornM' }[sex] ?? 'born'
    return t(`plan.say.${key}`, { date: day(birthDate) })
  }
  const patient = (said: PlanContent['patient']) =>
    t('plan.say.patient', { name: patientName(said as unknown as Patient), born: born(said) })

  const SAID: Readonly<Record<string, (value: never) => string>> = {
    patient,
    consent,
    wish,
    need,
    moments,
    who,
    day,
    allergies: (text: string) => t('plan.say.allergies', { text }),
    person: (referent: Named) => t('plan.say.referent', { name: person(referent) }),
    nextReviewOn: (date: string) => t('plan.say.nextReviewOn', { day: day(date) }),
    due: (date: string) => t('plan.say.due', { day: day(date) }),
    objectiveStatus: (status: string) => word('status', status),
    actionKind: (kind: string) => word('kind', kind),
  }
  const say: SayValue = (field, value) => SAID[field]?.(value as never) ?? String(value)

  const part = (name: PlanPart) => t(`plan.part.${name}`)

  return { say, part, day, person, who, moments }
}
