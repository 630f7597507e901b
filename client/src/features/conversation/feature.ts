import { defineAsyncComponent, onScopeDispose } from 'vue'
import { useClient } from '../../platform/client.ts'
import { removeDrafts } from '../../platform/composing/drafts.ts'
import { defineFeature } from '../../platform/feature.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { isUnread } from './stream.ts'

/** What others have said in a case since the person last read it. */
function unread(caseId: string): number {
  const workspace = useWorkspace()
  const [readSeq, me] = [workspace.readSeq(caseId), workspace.account?.id ?? '']
  return workspace.list(caseId, 'message').filter((message) => isUnread(message, readSeq, me)).length
}

/** Words that were being written go with whoever signs out. */
function forgetDraftsOnSignOut(): void {
  const client = useClient()
  let accountId = client.account?.id
  onScopeDispose(
    client.onAccount((account, why) => {
      if (!account && why === 'signedOut' && accountId) removeDrafts(accountId)
      accountId = account?.id ?? accountId
    }),
  )
}

export default defineFeature({
  caseTabs: [
    { tab: 'fil', component: defineAsyncComponent(() => import('./ConversationTab.vue')), badge: unread },
  ],
  conversation: defineAsyncComponent(() => import('./ConversationPlace.vue')),
  casePanel: defineAsyncComponent(() => import('./ConversationPanel.vue')),
  start: forgetDraftsOnSignOut,
})
