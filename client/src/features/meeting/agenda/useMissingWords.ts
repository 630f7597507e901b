import type { Missing } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

type What = Pick<Missing, 'what' | 'profession'>

/** What is missing, in words. Call in setup. */
export function useMissingWords() {
  const { t } = useI18n()
  const said = (form: '' | 'Short', { what, profession }: What) =>
    t(`meeting.agenda.missing.${what}${form}`, {
      profession: profession ? t(`platform.profession.${profession}`) : '',
    })

  /** « Souhait non recueilli », « Avis : kinésithérapeute » */
  const title = (missing: What) => said('', missing)
  /** « le souhait, avis kinésithérapeute » */
  const list = (missing: readonly What[]) => missing.map((one) => said('Short', one)).join(', ')

  return { title, list }
}
