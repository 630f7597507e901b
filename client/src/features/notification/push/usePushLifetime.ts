import { onScopeDispose } from 'vue'
import { useClient } from '../../../platform/client.ts'
import { useOffer } from './useOffer.ts'
import { usePush } from './usePush.ts'
import { useWorkerMessages } from './useWorkerMessages.ts'

/** Push for as long as somebody is signed in. Call in the shell's setup. */
export function usePushLifetime(): void {
  const client = useClient()
  const push = usePush()
  useWorkerMessages()
  useOffer()
  void push.restore()
  onScopeDispose(
    // What is for whoever was here must not ring for whoever comes next.
    client.onAccount((account) => void (account ? push.restore() : push.forget().catch(() => undefined))),
  )
}
