import { useI18n } from 'vue-i18n'
import { useFormat } from '../../platform/format.ts'
import { useConversationName } from '../../platform/useConversationName.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import type { Passage } from './results.ts'

/** Who said or made what was found, when and where. Call in setup. */
export function usePassageWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const conversationName = useConversationName()

  const place = ({ caseId, stream }: Passage) =>
    caseId === null ? conversationName(stream) : workspace.nameOfCase(caseId)

  function author({ by }: Passage): string {
    const person = workspace.person(by)
    if (!person) return ''
    return person.profession
      ? `${person.name}, ${t(`platform.profession.${person.profession}`)}`
      : person.name
  }

  /** « Message, MARTIN Paule, Hélène Castaing, médecin, lun. 9 mars, 14:30 » */
  const detail = (passage: Passage) =>
    [t(`search.kind.${passage.kind}`), place(passage), author(passage), format.value.dateTime(passage.at)]
      .filter(Boolean)
      .join(', ')

  /** The title of what has one, unless the passage says it. */
  const heading = ({ title, text }: Passage) => (title && !text.startsWith(title) ? title : '')

  return { detail, heading }
}
