import { french } from '../app/french.ts'
import { byNamespace, type MessageTree } from '../platform/i18n.ts'

/** For tests: the texts of every feature, and those of the platform that come late, at once. */
export const allFrench = {
  ...french,
  ...byNamespace(
    import.meta.glob<MessageTree>(['../features/*/messages.ts', '../platform/*/lateMessages.ts'], {
      eager: true,
      query: '?fr',
      import: 'fr',
    }),
  ),
}
