/**
 * The signature of a care plan, as a doctor does it on Accueil or on the tab: what is shown is one state of the plan,
 * read at once; its hash is what is sent, so that nothing is signed that was not on the screen.
 */
import {
  comparePlans,
  DomainError,
  PlanContentSchema,
  severeFlags,
  type PlanContent,
  type PlanDifference,
  type PlanVersion,
} from '@colloque/domain'
import { computed, reactive, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClient } from '../client.ts'
import { useProof } from '../proof/useProof.ts'
import { useErrorSentence } from '../refusal.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import { InsecurePage, planHash, textHash } from './planHash.ts'
import { usePlanWords } from './usePlanWords.ts'
import { useSignedTexts } from './useSignedTexts.ts'

/** One state of the plan, as it is on the screen. */
interface SeenPlan {
  readonly content: PlanContent
  /** Batch of the document after which it stood so. */
  readonly docSeq: number
  readonly hash: string
  /** The version signed last; null where there is none. */
  readonly last: Pick<PlanVersion, 'textHash' | 'signed'> | null
  /** Whether its text could be held against this one: it is still what was signed, and this release reads it. */
  readonly isCompared: boolean
  readonly differences: readonly PlanDifference[]
}

export type OpenFlag = Present<'flag'>
/** What came of an attempt. `again`: something stands against it, and is said. */
export type SignOutcome = 'signed' | 'again'

const tickOf = ({ id, rev }: OpenFlag) => `${id} ${rev}`

/** Call in setup. */
export function usePlanSigning(caseId: string) {
  const { t } = useI18n({ useScope: 'global' })
  const client = useClient()
  const workspace = useWorkspace()
  const signedTexts = useSignedTexts()
  const sentence = useErrorSentence()
  const { ensureProof, proved } = useProof()
  const { say } = usePlanWords()

  const seen = shallowRef<SeenPlan>()
  const isLoading = ref(false)
  const busy = ref(false)
  /** What stands against it, or what has changed; '' while there is nothing to say. */
  const notice = ref('')
  /** Of flags as they were seen: what has changed since is another one. */
  const ticks = reactive(new Set<string>())

  const plan = computed(() => workspace.list(caseId, 'carePlan')[0])
  const flags = computed<readonly OpenFlag[]>(() =>
    severeFlags(
      workspace.list(caseId, 'flag').map((held) => ({ id: held.id, rev: held.rev, flag: held.after, held })),
    ).map(({ held }) => held),
  )
  const isTicked = (flag: OpenFlag) => ticks.has(tickOf(flag))
  const tick = (flag: OpenFlag, on: boolean) => (on ? ticks.add(tickOf(flag)) : ticks.delete(tickOf(flag)))
  const ticksLeft = computed(() => flags.value.filter((flag) => !isTicked(flag)).length)
  const consent = computed(() => plan.value?.after.consent ?? null)
  const isSignedAlready = computed(
    () => seen.value !== undefined && seen.value.last?.textHash === seen.value.hash,
  )
  const canSign = computed(
    () => seen.value !== undefined && consent.value?.given === true && ticksLeft.value === 0 && !busy.value,
  )

  /** Reads the plan as it stands. What had been read before stays on the screen until then. */
  async function load(): Promise<void> {
    isLoading.value = true
    try {
      seen.value = await read()
    } catch (error) {
      if (!seen.value) notice.value = explain(error)
      throw error
    } finally {
      isLoading.value = false
    }
  }

  async function read(): Promise<SeenPlan> {
    const answer = await client.api.query('casePlan', { id: caseId })
    // A field that this release does not know would be signed without having been shown.
    const content = PlanContentSchema.parse(answer.content)
    const last = answer.versions.find(({ id }) => id === answer.plan?.versionId) ?? null
    const before = last ? await signedBefore(last) : null
    return {
      content,
      docSeq: answer.docSeq,
      hash: await planHash(content),
      last,
      isCompared: before !== null,
      differences: comparePlans(before, content, say),
    }
  }

  /** @returns null for a text that is not the one that was signed: a difference from it would hide others */
  async function signedBefore({ id, textHash: hash }: { id: string; textHash: string }) {
    const { text, content } = await signedTexts.load(caseId, id)
    return (await textHash(text)) === hash ? (content ?? null) : null
  }

  /**
   * Asks who one is, and signs what is on the screen.
   * @param sending told once nothing is left to ask: the log may say that it is signed before the answer is here
   */
  async function sign(sending: () => void = () => undefined): Promise<SignOutcome> {
    if (!canSign.value || !seen.value) return 'again'
    if (!workspace.connection.connected) return refused(t('plan.sign.offline'))
    busy.value = true
    notice.value = ''
    try {
      const shown = seen.value
      if (!(await ensureProof())) return refused(t('plan.sign.proof'))
      sending()
      return (await proved(() => send(shown))) ?? refused(t('plan.sign.proof'))
    } catch (error) {
      return await afterRefusal(error)
    } finally {
      busy.value = false
    }
  }

  async function send({ docSeq, hash }: SeenPlan): Promise<SignOutcome> {
    const acceptedFlags = flags.value.filter(isTicked).map(({ id, rev }) => ({ id, rev }))
    await workspace.send('plan.sign', { caseId, docSeq, textHash: hash, acceptedFlags })
    return 'signed'
  }

  async function afterRefusal(error: unknown): Promise<SignOutcome> {
    const why = whyOf(error)
    if (why === 'changed_since_seen' || why === 'stale' || why === 'flags') {
      await load().catch(() => undefined)
      return refused(t(why === 'flags' ? 'plan.sign.flagsMoved' : 'plan.sign.changed'))
    }
    if (why === 'already_signed') return refused(t('plan.sign.alreadySigned'))
    if (why === 'consent') return refused(t('plan.sign.consent'))
    return refused(explain(error))
  }

  function refused(words: string): SignOutcome {
    notice.value = words
    return 'again'
  }

  const explain = (error: unknown) =>
    error instanceof InsecurePage
      ? t('plan.sign.insecure')
      : error instanceof DomainError
        ? sentence(error)
        : t('plan.sign.failed')

  return {
    plan,
    seen,
    flags,
    consent,
    isLoading,
    busy,
    notice,
    ticksLeft,
    canSign,
    isSignedAlready,
    isTicked,
    tick,
    load,
    sign,
  }
}

function whyOf(error: unknown): unknown {
  return error instanceof DomainError && error.code === 'conflict'
    ? (error.data as { why?: unknown } | undefined)?.why
    : undefined
}
