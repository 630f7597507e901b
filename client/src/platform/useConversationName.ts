import { type StreamName } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from './useWorkspace.ts'

/** What a conversation outside a situation is called: its team, or the others who take part. Call in setup. */
export function useConversationName(): (stream: StreamName) => string {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  return (stream) => {
    const conversation = workspace.listIn(stream, 'conversation')[0]?.after
    if (!conversation) return ''
    if (conversation.kind === 'team') return t('platform.teamConversation')
    const others = conversation.memberIds.filter((id) => id !== workspace.account?.id)
    return others.map((id) => workspace.person(id)?.name ?? t('platform.news.someone')).join(', ')
  }
}
