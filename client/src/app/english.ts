/** Every text in English, by namespace: loaded for those who read it. */
import { byNamespace, type MessageTree } from '../platform/i18n.ts'

export const english = byNamespace(
  import.meta.glob<MessageTree>(
    [
      './messages.ts',
      '../ui/messages.ts',
      '../platform/messages.ts',
      '../platform/*/lateMessages.ts',
      '../features/*/messages.ts',
    ],
    { eager: true, query: '?en', import: 'en' },
  ),
)
