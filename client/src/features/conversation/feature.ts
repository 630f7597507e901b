import { isMuted } from '@colloque/domain'
import { defineAsyncComponent, onScopeDispose } from 'vue'
import { useClient } from '../../platform/client.ts'
import { keepDraftsInStep } from '../../platform/composing/draftSync.ts'
import { removeDrafts } from '../../platform/composing/drafts.ts'
import { defineFeature } from '../../platform/feature.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { isUnread, type StreamMessage } from './stream.ts'

/** What others have said in a case since the person last read it; what is muted is not counted. */
function unread(caseId: string): number {
  const workspace = useWorkspace()
  const isQuiet = ({ id, after }: StreamMessage) =>
    after.deleted !== null || isMuted(workspace.attention, `case:${caseId}`, after.threadId ?? id)
  const [readSeq, me] = [workspace.readSeq(caseId), workspace.account?.id ?? '']
  return workspace
    .list(caseId, 'message')
    .filter((message) => isUnread(message, readSeq, me) && !isQuiet(message)).length
}

/** What is being written is the same on all the person's devices, and goes from this one when they sign out. */
function keepDrafts(): void {
  const client = useClient()
  let accountId = client.account?.id
  let stop = accountId ? keepDraftsInStep(client, accountId) : undefined
  onScopeDispose(
    client.onAccount((account, why) => {
      stop?.()
      stop = account && keepDraftsInStep(client, account.id)
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
  start: keepDrafts,
})
