import { french } from '../app/french.ts'
import { byNamespace, type MessageTree } from '../platform/i18n.ts'

/** For tests: the texts of every feature at once. */
export const allFrench = {
  ...french,
  ...byNamespace(
    import.meta.glob<MessageTree>('../features/*/messages.ts', { eager: true, query: '?fr', import: 'fr' }),
  ),
}
