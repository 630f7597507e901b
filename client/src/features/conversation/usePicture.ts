import { onScopeDispose, ref } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/**
 * A picture of a case as an address for `<img>`. It is fetched with the access token, or taken from the outbox while
 * it waits there.
 */
export function usePicture(caseId: string, fileId: string) {
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
        .waiting(caseId)
        .flatMap(({ files }) => files)
        .find((file) => file.fileId === fileId)
      const blob = waiting?.blob ?? (await client.api.readFile(caseId, fileId))
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
