import { MESSAGE_MAX, plainTextOf, READING_KINDS, type StreamName } from '@colloque/domain'
import { computed, ref, shallowRef, toRaw } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClient } from '../../platform/client.ts'
import { FILES_MOST, type PickedFile } from '../../platform/composing/attachments.ts'
import { draftChannel, draftPlace } from '../../platform/composing/draftSync.ts'
import { useDraft } from '../../platform/composing/drafts.ts'
import { withoutControls } from '../../platform/composing/richWords.ts'
import { useFormat } from '../../platform/format.ts'
import { inputsOf, isEntered, problemOf, type Entered } from '../../platform/measure/readingEntry.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { joinedWords, type Words } from './composeWords.ts'
import { addresseesOf, usePosting, type Writing } from './usePosting.ts'

/** What is being written in one place, kept until it is sent, and its way out. Call in setup. */
export function useComposing(stream: StreamName, threadId: string | null) {
  const { t } = useI18n()
  const format = useFormat()
  const workspace = useWorkspace()
  const post = usePosting(stream)
  const place = { stream, threadId }
  const { draft, setWords, clear } = useDraft(
    workspace.account?.id ?? '',
    draftPlace(place),
    draftChannel(useClient(), place),
  )
  const files = shallowRef<readonly PickedFile[]>([])
  /** What was measured; it lives as long as the page. */
  const entered = ref<Entered>({})
  const problem = ref('')

  const words = computed<Words>({
    get: () => ({ text: draft.text, body: draft.body }),
    set: setWords,
  })

  /** The words as they go: without what no message may hold. Files alone are named. */
  function outgoing(): Words {
    // As it was given, not as Vue wraps it: a wrapped one cannot be kept on the device.
    const body = toRaw(draft.body)
    if (body) return { text: plainTextOf(body), body }
    const text = withoutControls(draft.text).trim()
    const names = files.value.map(({ name }) => name).join(', ')
    const readings = inputsOf(entered.value).length > 0 ? t('conversation.compose.readingsAlone') : ''
    return {
      text: text || readings || (names && t('conversation.compose.filesAlone', { names })),
      body: null,
    }
  }

  /** Sends. @returns whether it is sent or kept; undefined where there is nothing to send, or too much */
  function send(): Promise<boolean> | undefined {
    const { text, body } = outgoing()
    if (!text) return undefined
    if (text.length > MESSAGE_MAX) {
      const [n, most] = [format.value.number(text.length), format.value.number(MESSAGE_MAX)]
      problem.value = t('conversation.tooLong', { n, most })
      return undefined
    }
    // The keys say what is wrong with a reading.
    if (READING_KINDS.some((kind) => problemOf(kind, entered.value[kind]))) return undefined
    problem.value = ''
    const { urgency, to } = draft
    const writing = { text, body, urgency, to, files: files.value, entered: entered.value, threadId }
    clear()
    files.value = []
    entered.value = {}
    return post(writing).then((refusal) => {
      if (refusal === undefined) return true
      problem.value = refusal
      takeBack(writing)
      return false
    })
  }

  /** What was refused, or taken back, goes before what was written since, with its shape and its files. */
  function takeBack({
    text,
    body,
    urgency,
    to,
    files: theirs,
    entered: measured,
  }: Omit<Writing, 'threadId'>) {
    const since = { text: draft.text, body: toRaw(draft.body) }
    if (since.text.trim() === '') Object.assign(draft, { urgency, to })
    setWords(since.text === '' ? { text, body } : joinedWords({ text, body }, since))
    entered.value = { ...measured, ...entered.value }
    files.value = [...theirs, ...files.value].slice(0, FILES_MOST)
  }

  return {
    draft,
    words,
    files,
    entered,
    problem,
    to: computed(() => addresseesOf(draft.to, draft.body)),
    hasSomething: computed(
      () =>
        draft.text.trim() !== '' ||
        files.value.length > 0 ||
        READING_KINDS.some((kind) => isEntered(entered.value[kind])),
    ),
    send,
    takeBack,
  }
}
