/** The minutes of a case in a meeting, read at once: as they stand, or as they were signed. */
import { canonicalText } from '@colloque/board'
import { DomainError, MinutesContentSchema, type MinutesContent } from '@colloque/domain'
import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClient } from '../../../platform/client.ts'
import { InsecurePage, textHash } from '../../../platform/plan/planHash.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { useMinutesState } from './useMinutesState.ts'

/** One state of the minutes, as it is on the screen. */
export interface SeenMinutes {
  readonly content: MinutesContent
  /** Batch of the document after which it stood so. */
  readonly docSeq: number
  /** Of the content, computed here; '' where this page can compute none. */
  readonly hash: string
  /** Of what was signed: whether it still is the text that the log of the case names. */
  readonly verified: boolean | undefined
  /** Words were written while it was being signed: they are no part of it. */
  readonly hasLaterWords: boolean
}

/** Call in setup. */
export function useMinutes(caseId: string, agendaItemId: string) {
  const { t } = useI18n()
  const client = useClient()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const state = useMinutesState()

  const item = computed(() => workspace.find(caseId, 'agendaItem', agendaItemId)?.after)
  const filed = computed(() => state.filedOf(caseId, agendaItemId))
  const isMine = computed(() => item.value !== undefined && !filed.value && state.isMine(item.value))

  const seen = shallowRef<SeenMinutes>()
  const isLoading = ref(false)
  const problem = ref('')

  /** What of the log the minutes are made of: another mark, and what is on the screen is no longer what stands. */
  const mark = computed(() =>
    [
      ...workspace.list(caseId, 'agendaItem').filter(({ id }) => id === agendaItemId),
      ...workspace.list(caseId, 'decision').filter(({ after }) => after.agendaItemId === agendaItemId),
    ]
      .map(({ id, rev }) => `${id} ${rev}`)
      .join(),
  )
  const seenMark = ref('')
  const isStale = computed(() => !filed.value && seenMark.value !== '' && seenMark.value !== mark.value)
  // The minutes may be here before the log of the case is.
  watch(mark, (now) => {
    if (seen.value && seenMark.value === '') seenMark.value = now
  })

  /** Reads them as they stand. What had been read before stays on the screen until then. */
  async function load(): Promise<void> {
    isLoading.value = true
    problem.value = ''
    const at = mark.value
    try {
      seen.value = await read()
      seenMark.value = at
    } catch (error) {
      problem.value = error instanceof DomainError ? sentence(error) : t('meeting.minutes.failed')
    } finally {
      isLoading.value = false
    }
  }

  async function read(): Promise<SeenMinutes> {
    const {
      signed,
      filed: kept,
      ...now
    } = await client.api.query('caseMinutes', {
      ...{ id: caseId, agendaItemId },
    })
    // A field that this release does not know would be signed without having been shown.
    const content = MinutesContentSchema.parse(signed ?? now.content)
    const hash = await hashOf(content)
    const isOther = hash !== '' && !signed && hash !== now.textHash
    if (isOther) throw new Error('These minutes hold what this release does not show.')
    return {
      ...{ content, hash, docSeq: now.docSeq },
      verified: signed && kept && hash ? hash === kept.textHash : undefined,
      hasLaterWords: JSON.stringify(now.content.discussion) !== JSON.stringify(content.discussion),
    }
  }

  watch(() => filed.value?.textHash, load, { immediate: true })

  return { item, filed, isMine, seen, isStale, isLoading, problem, load }
}

/** Of the canonical text; '' over plain http from elsewhere, where a browser computes none. */
async function hashOf(content: MinutesContent): Promise<string> {
  try {
    return await textHash(canonicalText(content))
  } catch (error) {
    if (error instanceof InsecurePage) return ''
    throw error
  }
}
