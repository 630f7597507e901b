import { isMuted, type Account } from '@colloque/domain'
import { whenever } from '@vueuse/core'
import { defineAsyncComponent, onScopeDispose } from 'vue'
import { useClient } from '../../platform/client.ts'
import { keepDraftsInStep } from '../../platform/composing/draftSync.ts'
import { adoptOldDrafts } from '../../platform/composing/deviceWords.ts'
import { defineFeature } from '../../platform/feature.ts'
import { useShell } from '../../platform/shell.ts'
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

/** What is being written is the same on all the person's devices. */
function keepDrafts(): void {
  const client = useClient()
  const begin = (account: Account | undefined) => {
    if (!account) return undefined
    adoptOldDrafts(account.id)
    return keepDraftsInStep(client, account.id)
  }
  let stop = begin(client.account)
  onScopeDispose(
    client.onAccount((account) => {
      stop?.()
      stop = begin(account)
    }),
  )
}

const loadTab = () => import('./ConversationTab.vue')

/** What a search finds are messages, mostly: where they stand is loaded while the words are typed. */
function prepareForSearch(): void {
  const shell = useShell()
  whenever(
    () => shell.searchOpen,
    () => void loadTab().catch(() => undefined),
    { once: true },
  )
}

export default defineFeature({
  caseTabs: [{ tab: 'fil', component: defineAsyncComponent(loadTab), badge: unread }],
  conversation: defineAsyncComponent(() => import('./ConversationPlace.vue')),
  casePanel: defineAsyncComponent(() => import('./ConversationPanel.vue')),
  start() {
    keepDrafts()
    prepareForSearch()
  },
})
