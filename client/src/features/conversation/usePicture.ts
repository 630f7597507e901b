import { parseStream, type StreamName } from '@colloque/domain'
import { onScopeDispose, ref } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/**
 * A picture of a message as an address for `<img>`. It is fetched with the access token, or taken from the outbox while
 * it waits there.
 */
export function usePicture(stream: StreamName, fileId: string) {
  const client = useClient()
  const workspace = useWorkspace()
  const url = ref<string>()
  const failed = ref(false)
  let gone = false

  async function load(): Promise<void> {
    if (url.value) return
    failed.value = false
    try {
      const waiting = workspace
        .waitingIn(stream)
        .flatMap(({ files }) => files)
        .find((file) => file.fileId === fileId)
      const blob = waiting?.blob ?? (await client.api.readFile(parseStream(stream)?.id ?? '', fileId))
      if (!gone) url.value = URL.createObjectURL(blob)
    } catch {
      failed.value = true
    }
  }

  onScopeDispose(() => {
    gone = true
    if (url.value) URL.revokeObjectURL(url.value)
  })
  return { url, failed, load }
}
