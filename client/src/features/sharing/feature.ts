import { answerersOf, unansweredShared } from '@colloque/domain'
import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What relatives wrote and nobody has seen, where it waits for the reader. */
function unanswered(caseId: string): number {
  const workspace = useWorkspace()
  const messages = workspace.listIn(`shared:${caseId}`, 'sharedMessage')
  if (messages.length === 0) return 0
  const circle = workspace.list(caseId, 'circleMember').map(({ after }) => after)
  return answerersOf(circle, messages).includes(workspace.account?.id ?? '')
    ? unansweredShared(messages).length
    : 0
}

export default defineFeature({
  caseTabs: [
    {
      tab: 'proches',
      component: defineAsyncComponent(() => import('./RelativesTab.vue')),
      badge: unanswered,
    },
  ],
})
