import type { Account, CaseLink, ConversationLink, PartLink, SharedLink, StreamName } from '@colloque/domain'

/**
 * The streams that somebody reads besides their own and their teams': of their cases, of parts of these, of cases that
 * are shared with them, and of their conversations.
 * @param own the entities of their own stream
 */
export function linkedStreams(
  { teamIds }: Pick<Account, 'teamIds'>,
  own: Iterable<{ readonly type: string; readonly after?: unknown }>,
): Set<StreamName> {
  // A team's conversation is found under the team's own id.
  const linked = new Set(teamIds.map((id): StreamName => `conversation:${id}`))
  for (const { type, after } of own) {
    if ((after as { status?: string } | null)?.status !== 'active') continue
    if (type === 'caseLink') linked.add(`case:${(after as CaseLink).caseId}`)
    else if (type === 'sharedLink') linked.add(`shared:${(after as SharedLink).caseId}`)
    else if (type === 'partLink') linked.add(`part:${(after as PartLink).partId}`)
    else if (type === 'conversationLink')
      linked.add(`conversation:${(after as ConversationLink).conversationId}`)
  }
  return linked
}
