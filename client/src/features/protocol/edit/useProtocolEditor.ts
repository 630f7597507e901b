import type { Protocol, ProtocolContent, ProtocolStep } from '@colloque/domain'
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useKeptForm } from '../../../platform/composing/keptForm.ts'
import { useSending } from '../../../platform/sending/useSending.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { contentOf, type HeldProtocol } from '../library/library.ts'
import { isSame } from '../sameContent.ts'
import { useProtocolErrors } from '../useProtocolErrors.ts'
import { mergeDrafts } from './draftMerge.ts'
import {
  draftProblems,
  emptyDraft,
  problemsIn,
  toSave,
  type Problem,
  type ProtocolDraft,
} from './protocolDraft.ts'

interface Kept extends ProtocolDraft {
  /** As it was when writing began: what colleagues save meanwhile is told from what one wrote. */
  base: ProtocolContent
  baseReviewOn: string | null
  version: number
}

const draftOf = ({ protocol }: HeldProtocol): Kept => ({
  ...{ content: contentOf(protocol), reviewOn: protocol.reviewOn },
  ...{ base: contentOf(protocol), baseReviewOn: protocol.reviewOn, version: protocol.version },
})
const newDraft = (): Kept => ({
  ...{ ...emptyDraft(), base: emptyDraft().content, baseReviewOn: null, version: 0 },
})

/**
 * A protocol while somebody writes it: kept on this device until it is saved. What a colleague saves meanwhile waits
 * until one takes it in. Call in setup.
 * @param held undefined for a new one
 * @param newIn the team whose a new one becomes
 */
export function useProtocolEditor(held: () => HeldProtocol | undefined, newIn: () => string | undefined) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const explain = useProtocolErrors()
  const sending = useSending(sentence)

  const { form, fill } = useKeptForm<Kept>(
    workspace.account?.id ?? '',
    `protocol.${held()?.id ?? 'new'}`,
    () => {
      const now = held()
      return now ? draftOf(now) : newDraft()
    },
    isUntouched,
  )
  const isChanged = computed(() => !isUntouched(form))

  // Nothing of one's own to lose: what a colleague saves is simply there.
  watch(
    () => held()?.protocol.version,
    (version) => {
      const now = held()
      if (now && version !== form.version && !isChanged.value) fill(draftOf(now))
    },
    { immediate: true },
  )
  /** What a colleague has saved since one began to write, and that is not in here yet. */
  const arrived = computed<Protocol | undefined>(() => {
    const now = held()?.protocol
    return now && now.version !== form.version && isChanged.value ? now : undefined
  })
  /** Names of fields and keys of steps that both changed, once their version was taken in. */
  const both = ref<readonly string[]>([])
  function takeIn() {
    const theirs = arrived.value
    if (!theirs) return
    const merged = mergeDrafts(form.base, form.content, contentOf(theirs))
    both.value = merged.both
    fill({
      ...{ content: merged.content, base: contentOf(theirs), version: theirs.version },
      reviewOn: form.reviewOn === form.baseReviewOn ? theirs.reviewOn : form.reviewOn,
      baseReviewOn: theirs.reviewOn,
    })
  }

  /** What is missing is said once one has tried to save. */
  const isTried = ref(false)
  const refused = ref<readonly Problem[]>([])
  watch(
    () => form.content,
    () => (refused.value = []),
    { deep: true },
  )
  const problems = computed<readonly Problem[]>(() =>
    isTried.value ? (refused.value.length > 0 ? refused.value : draftProblems(form)) : [],
  )
  /** Sentences, by what they stand beside. */
  const sentences = computed<ReadonlyMap<string, readonly string[]>>(() => {
    const found = new Map<string, string[]>()
    for (const one of problems.value) found.set(one.at, [...(found.get(one.at) ?? []), sentenceOf(one)])
    return found
  })
  function sentenceOf({ at, why, keys }: Problem): string {
    const titles = keys
      .filter((key) => key !== at)
      .map((key) => `« ${form.content.steps.find((step) => step.key === key)?.title ?? key} »`)
    return t(`protocol.edit.problem.${why}`, { others: titles.join(', ') })
  }
  function sentence(error: unknown): string | undefined {
    refused.value = problemsIn(error)
    return refused.value.length > 0 ? t('protocol.edit.mend') : explain(error)
  }

  /** @returns the saved protocol’s id; undefined where it was not saved */
  async function save(): Promise<string | undefined> {
    isTried.value = true
    const teamId = held()?.protocol.teamId ?? newIn()
    if (!teamId || problems.value.length > 0) return undefined
    if (arrived.value) {
      sending.problem.value = t('protocol.edit.arrivedFirst')
      return undefined
    }
    const now = held()
    let id: string | undefined
    const isOver = await sending.run(async (options) => {
      const which = now ? { protocolId: now.id, rev: now.rev } : {}
      const saved = await workspace.send(
        'protocol.save',
        { teamId, ...which, ...toSave(form), reviewOn: form.reviewOn },
        options,
      )
      id = saved.id
      return saved
    }, t('protocol.edit.saved'))
    if (!isOver) return undefined
    discard()
    return id ?? now?.id ?? ''
  }

  /** Gives up what was written and not saved. */
  function discard() {
    const now = held()
    fill(now ? draftOf(now) : newDraft())
  }

  const setSteps = (steps: readonly ProtocolStep[]) => (form.content = { ...form.content, steps: [...steps] })

  return {
    ...{ form, isChanged, arrived, takeIn, both, problems, sentences, save, discard, setSteps },
    ...{ busy: sending.busy, problem: sending.problem },
  }
}

const isUntouched = ({ content, base, reviewOn, baseReviewOn }: Kept) =>
  isSame(content, base) && reviewOn === baseReviewOn
