/** What is done with flags, the same from every screen: on Accueil and on the tab of the treatment. */
import type { CommandInput } from '@colloque/contract'
import { acknowledgeFlag, DomainError, isAllowed, isFlagPending, type FlagOutcome } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useErrorSentence } from '../refusal.ts'
import { useSay } from '../useSay.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import { useFlagWords } from './useFlagWords.ts'

export type HeldFlag = Present<'flag'>

/** What comes of a flag; a change of treatment goes with it in the same act. */
export interface FlagAnswer {
  readonly outcome: FlagOutcome
  readonly reason: string
  readonly stopMedicationIds?: string[]
  readonly changePosology?: { medicationId: string; posology: string }[]
}

/** A task that goes with an answer, e.g. what is to be monitored. */
export type FollowUp = Omit<CommandInput<'task.create'>, 'commandId' | 'caseId'>

/** Call in setup. */
export function useFlagActs() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const words = useFlagWords()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const say = useSay()

  /** Whether the person is one of those who answer flags in this case. */
  function mayDecide(caseId: string): boolean {
    const member = workspace.membership(caseId)
    return member !== undefined && isAllowed(member, 'flag.decide')
  }

  /** Whether an act on it is on its way to the server. */
  const isSending = (flagId: string) => workspace.isSending('flagId', flagId)

  /** « J’ai pris connaissance »: shown at once. @returns whether the server agreed */
  async function acknowledge({ id, after }: HeldFlag): Promise<boolean> {
    const by = workspace.account?.id
    if (!by || !isFlagPending(after)) return false
    const seen = acknowledgeFlag(after, by, new Date().toISOString())
    announcer.announce(t('platform.flag.done.acknowledged'))
    try {
      await workspace.send(
        'flag.acknowledge',
        { flagId: id },
        { optimistic: [{ stream: `case:${after.caseId}`, type: 'flag', id, after: seen }] },
      )
      return true
    } catch (error) {
      say(refusal(error, id, after.caseId))
      return false
    }
  }

  /**
   * Closes a flag. Not shown before the server has agreed: another prescriber may have answered first.
   * @param followUp created once the answer stands; offline, both wait and leave in this order
   * @returns whether the server agreed; a refusal has been told to the person
   */
  async function answer(flag: HeldFlag, given: FlagAnswer, followUp?: FollowUp): Promise<boolean> {
    if (isSending(flag.id)) return false
    const { caseId } = flag.after
    const waits = !workspace.connection.connected
    const answered = close(flag, given)
    if (followUp && (waits || (await answered))) await follow(caseId, followUp)
    return answered
  }

  async function close({ id, after }: HeldFlag, given: FlagAnswer): Promise<boolean> {
    try {
      await workspace.send('flag.resolve', { flagId: id, ...given }, { keepRefused: false })
    } catch (error) {
      say(refusal(error, id, after.caseId))
      return false
    }
    say(t(`platform.flag.done.${given.outcome}`, { name: words.nameOf(after.raisedBy) }))
    return true
  }

  async function follow(caseId: string, followUp: FollowUp): Promise<void> {
    try {
      await workspace.send('task.create', { caseId, ...followUp }, { keepRefused: true })
      say(t('platform.flag.task.created'))
    } catch (error) {
      say(sentence(error))
    }
  }

  function refusal(error: unknown, flagId: string, caseId: string): string {
    if (!(error instanceof DomainError) || error.code !== 'conflict') return sentence(error)
    const now = workspace.find(caseId, 'flag', flagId)?.after
    return now && !isFlagPending(now)
      ? t('platform.flag.alreadyClosed', { state: words.state(now) })
      : t('platform.flag.treatmentMoved')
  }

  return { mayDecide, isSending, acknowledge, answer }
}
