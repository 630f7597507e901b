import { parseStream, type Conversation, type ConversationLink } from '@colloque/domain'
import { v5 } from 'uuid'
import type { ReactorDefinition } from '../../platform/change-log/index.ts'

/** Tells each person, in their own stream, which direct conversations they are in. */
export const conversationLinksReactor: ReactorDefinition = {
  name: 'conversation-links',
  on: (change) => {
    const place = parseStream(change.stream)
    if (place?.kind !== 'conversation') return []
    return change.entities.flatMap(({ type, after }) => {
      if (type !== 'conversation' || after === null) return []
      const link: ConversationLink = { conversationId: place.id, status: 'active' }
      return (after as Conversation).memberIds.map((accountId) => ({
        stream: `member:${accountId}` as const,
        input: link,
        decide: () => ({
          kind: 'member.conversationJoined',
          entities: [{ type: 'conversationLink', id: v5(place.id, accountId), after: link }],
        }),
      }))
    })
  },
}
