/** A visit being noted, and its way out: one command, sent at once or kept on the device until there is a network. */
import { MESSAGE_MAX } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useMediaQuery } from '@vueuse/core'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { v4 as newId } from 'uuid'
import { messageAddress } from '../../platform/addresses.ts'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useClient } from '../../platform/client.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { inputsOf } from '../../platform/measure/readingEntry.ts'
import { draftOfInput, visitInput, type VisitDraft, type VisitInput } from './visitDraft.ts'
import { visitOverlay } from './visitOverlay.ts'

/** A server that has not answered by then is treated as away: the outbox goes on. */
const PATIENCE_MS = 4_000

/** Call in setup. */
export function useVisit(caseId: string) {
  const { t } = useI18n({ useScope: 'global' })
  const client = useClient()
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const sentence = useErrorSentence()
  const toast = useToast()
  const router = useRouter()
  const isPhone = useMediaQuery('(width < 64rem)')
  const sending = ref(false)
  const problem = ref('')

  /** A note has words, also where there was nothing to say. */
  function textOf({ text, entered, needs }: VisitDraft): string {
    // eslint-disable-next-line no-control-regex -- dictation and pasting bring signs that no note may hold
    const words = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').trim()
    if (words) return words
    if (needs.length > 0) return t('visit.needsAlone')
    return inputsOf(entered).length > 0 ? t('visit.readingsAlone') : ''
  }

  function say(words: string, messageId?: string) {
    announcer.announce(words)
    const see = () => void router.push(messageAddress(caseId, messageId ?? ''))
    const actions = messageId ? [{ label: t('visit.see'), variant: 'ghost' as const, onClick: see }] : []
    toast.add({ title: words, color: 'neutral', orientation: 'horizontal', actions })
  }

  const refusedEntry = () =>
    workspace.waiting(caseId).find(({ name, state }) => name === 'visit.record' && state === 'refused')

  /** What was written offline and the server has refused since, to be mended; undefined where nothing was. */
  function takeBack(): VisitDraft | undefined {
    const entry = refusedEntry()
    if (!entry) return undefined
    problem.value = sentence(entry.error)
    void client.outbox.dismiss(entry.commandId)
    return draftOfInput(entry.input as unknown as VisitInput, newId)
  }

  /** @returns whether it is sent or safely kept; where it is not, `problem` says why */
  async function record(draft: VisitDraft): Promise<boolean> {
    const text = textOf(draft)
    problem.value = text ? (text.length > MESSAGE_MAX ? t('visit.tooLong') : '') : t('visit.nothing')
    if (problem.value) return false
    const offline = !workspace.connection.connected
    const at = new Date().toISOString()
    const input = visitInput(caseId, draft, text, offline ? at : undefined)
    const optimistic = visitOverlay(input, {
      ...{ authorId: workspace.account?.id ?? '', at, newId },
      held: workspace.list(caseId, 'need'),
    })
    sending.value = true
    try {
      const sent = workspace.send('visit.record', input, { optimistic, keepRefused: true })
      const done = await Promise.race([sent, patience(offline ? 0 : PATIENCE_MS)])
      if (done) say(t('visit.sent'), done.id)
      else {
        // Refused later, it waits in the situation until it is taken back here.
        sent.catch(() => undefined)
        say(t(isPhone.value ? 'visit.keptPhone' : 'visit.keptDevice'))
      }
      return true
    } catch (error) {
      const entry = refusedEntry()
      if (entry) await client.outbox.dismiss(entry.commandId)
      problem.value = sentence(error)
      return false
    } finally {
      sending.value = false
    }
  }

  return { record, takeBack, sending, problem }
}

const patience = (ms: number) => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms))
