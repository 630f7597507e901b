/** The French that the first screen needs, by namespace; features bring theirs (build/textsWithFeatures.ts). */
import { byNamespace, type MessageTree } from '../platform/i18n.ts'

export const french = byNamespace(
  import.meta.glob<MessageTree>(['./messages.ts', '../ui/messages.ts', '../platform/messages.ts'], {
    eager: true,
    query: '?fr',
    import: 'fr',
  }),
)
