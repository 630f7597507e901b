import { unansweredShared, type SharedCase, type StreamName } from '@colloque/domain'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useWorkspace, type Present } from '../useWorkspace.ts'

export type HeldSharedMessage = Present<'sharedMessage'>

/** What a case shares, and what is written about it between its circle and those with whom it does. Call in setup. */
export function useShared(caseId: MaybeRefOrGetter<string>) {
  const workspace = useWorkspace()
  const stream = computed<StreamName>(() => `shared:${toValue(caseId)}`)

  const shared = computed<SharedCase | undefined>(
    () => workspace.listIn(stream.value, 'sharedCase').at(-1)?.after,
  )
  const messages = computed(() => workspace.listIn(stream.value, 'sharedMessage'))
  /** Of relatives or the person, seen or answered by nobody of the circle yet. */
  const unanswered = computed(() => unansweredShared(messages.value))
  /** Written here and not at the server yet, or refused by it. */
  const underway = computed(() =>
    workspace
      .waitingIn(stream.value)
      .filter(({ name, state }) => name === 'shared.post' && state !== 'sent')
      .map(({ commandId, input, state }) => ({
        id: commandId,
        text: String(input['text']),
        isRefused: state === 'refused',
      })),
  )

  const post = (text: string, options?: Parameters<typeof workspace.send>[2]) =>
    workspace.send('shared.post', { caseId: toValue(caseId), text }, options)
  const acknowledge = (sharedMessageId: string) =>
    workspace.send('shared.acknowledge', { sharedMessageId }, { keepRefused: true })

  return { shared, messages, unanswered, underway, post, acknowledge }
}
