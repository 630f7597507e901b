import {
  fileKindOf,
  isShownInline,
  parseStream,
  type FileKind,
  type FileType,
  type StreamName,
} from '@colloque/domain'
import { computed, onScopeDispose, ref } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

export interface ShownFile {
  readonly name: string
  readonly kind: FileKind | undefined
  /** In bytes. */
  readonly size: number
  readonly isPicture: boolean
}

/** A file of a message: what it is, and its bytes as an address of this page, from the outbox while it waits there. */
export function useFile(stream: StreamName, fileId: string) {
  const client = useClient()
  const workspace = useWorkspace()
  const url = ref<string>()
  const failed = ref(false)
  const loading = ref(false)
  let gone = false

  const waiting = computed(() =>
    workspace
      .waitingIn(stream)
      .flatMap(({ files }) => files)
      .find((file) => file.fileId === fileId),
  )
  const file = computed((): ShownFile | undefined => {
    const stored = workspace.findIn(stream, 'file', fileId)?.after
    if (stored) return shown(stored.name, stored.contentType, stored.size)
    return waiting.value && shown(waiting.value.name, waiting.value.blob.type, waiting.value.blob.size)
  })

  /** @returns its bytes. @throws DomainError */
  async function read(): Promise<Blob> {
    const place = parseStream(stream)
    const id = place?.id ?? ''
    return (
      waiting.value?.blob ??
      client.api.readFile(place?.kind === 'conversation' ? { conversationId: id } : { caseId: id }, fileId)
    )
  }

  /** Makes `url`, or says that it failed. */
  async function load(): Promise<void> {
    if (url.value || loading.value) return
    failed.value = false
    loading.value = true
    try {
      const blob = await read()
      if (!gone) url.value = URL.createObjectURL(blob)
    } catch {
      failed.value = true
    } finally {
      loading.value = false
    }
  }

  onScopeDispose(() => {
    gone = true
    if (url.value) URL.revokeObjectURL(url.value)
  })
  return { file, url, failed, loading, load }
}

const shown = (name: string, type: string, size: number): ShownFile => ({
  name,
  kind: fileKindOf(type as FileType) as FileKind | undefined,
  size,
  isPicture: isShownInline(type),
})
