/** What is done with flags, the same from every screen: on Accueil and on the tab of the treatment. */
import type { CommandInput } from '@colloque/contract'
import {
  acknowledgeFlag,
  DomainError,
  isAllowed,
  isFlagPending,
  isFlagToCheck,
  type Flag,
} from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useErrorSentence } from '../refusal.ts'
import { useSay } from '../useSay.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import { useFlagWords } from './useFlagWords.ts'

export type HeldFlag = Present<'flag'>

/** What comes of a flag; changes of the treatment and the task that watches go with it in the same act. */
export type FlagAnswer = Pick<
  CommandInput<'flag.resolve'>,
  'outcome' | 'reason' | 'proposalId' | 'changes' | 'monitor'
>

/** Call in setup. */
export function useFlagActs() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const words = useFlagWords()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const say = useSay()

  const may = (caseId: string, permission: Parameters<typeof isAllowed>[1]): boolean => {
    const member = workspace.membership(caseId)
    return (
      member !== undefined &&
      isAllowed(member, permission) &&
      workspace.patientCase(caseId)?.status !== 'closed'
    )
  }
  /** Whether the person is one of those who answer flags in this case. */
  const mayDecide = (caseId: string) => may(caseId, 'flag.decide')
  /** Whoever cares for the person may say what to do; whether it is done is for those who prescribe. */
  const mayPropose = (flag: Flag) => isFlagPending(flag) && may(flag.caseId, 'flag.raise')
  /** Whoever raised it, or a pharmacist, sees to it that the answer reaches the person. */
  const mayCheck = (flag: Flag) =>
    isFlagToCheck(flag) &&
    may(flag.caseId, 'flag.raise') &&
    (flag.raisedBy === workspace.account?.id || workspace.account?.profession === 'pharmacist')
  /** They, and whoever answered and finds that it does not hold. */
  const mayReopen = (flag: Flag) =>
    !isFlagPending(flag) &&
    may(flag.caseId, 'flag.raise') &&
    (flag.raisedBy === workspace.account?.id ||
      flag.resolution?.by === workspace.account?.id ||
      workspace.account?.profession === 'pharmacist')

  /** Whether an act on it is on its way to the server. */
  const isSending = (flagId: string) => workspace.isSending('flagId', flagId)

  /** « J’ai pris connaissance »: shown at once. @returns whether the server agreed */
  async function acknowledge({ id, after }: HeldFlag): Promise<boolean> {
    const by = workspace.account?.id
    if (!by || !isFlagPending(after)) return false
    const seen = acknowledgeFlag(after, by, new Date().toISOString())
    announcer.announce(t('platform.flag.done.acknowledged'))
    const optimistic = [{ stream: `case:${after.caseId}` as const, type: 'flag' as const, id, after: seen }]
    return told(after.caseId, id, () => workspace.send('flag.acknowledge', { flagId: id }, { optimistic }))
  }

  /**
   * Answers a flag. Not shown before the server has agreed: another prescriber may have answered first.
   * @returns whether the server agreed; a refusal has been told to the person
   */
  async function answer({ id, after }: HeldFlag, given: FlagAnswer): Promise<boolean> {
    if (isSending(id)) return false
    return told(
      after.caseId,
      id,
      () => workspace.send('flag.resolve', { flagId: id, ...given }, { keepRefused: false }),
      t(`platform.flag.done.${given.outcome}`, { name: words.nameOf(after.raisedBy) }),
    )
  }

  /** « Vérifié, clore » */
  const check = ({ id, after }: HeldFlag, note?: string): Promise<boolean> =>
    told(
      after.caseId,
      id,
      () => workspace.send('flag.check', { flagId: id, ...(note ? { note } : {}) }, { keepRefused: false }),
      t('platform.flag.done.checked'),
    )

  /** It asks those who prescribe anew. */
  const reopen = ({ id, after }: HeldFlag, reason: string): Promise<boolean> =>
    told(
      after.caseId,
      id,
      () => workspace.send('flag.reopen', { flagId: id, reason }, { keepRefused: false }),
      t('platform.flag.done.reopened'),
    )

  /** Sends, and tells what came of it. */
  async function told(caseId: string, id: string, send: () => Promise<unknown>, done = ''): Promise<boolean> {
    try {
      await send()
    } catch (error) {
      say(refusal(error, id, caseId))
      return false
    }
    if (done) say(done, 'flag')
    return true
  }

  /** What a refusal says of a flag as it stands by now. */
  function refusal(error: unknown, flagId: string, caseId: string): string {
    if (!(error instanceof DomainError) || error.code !== 'conflict') return sentence(error)
    const now = workspace.find(caseId, 'flag', flagId)?.after
    if (now?.status === 'closed') return t('platform.flag.closedMeanwhile', { state: words.state(now) })
    if (now && !isFlagPending(now)) return t('platform.flag.alreadyClosed', { state: words.state(now) })
    if (error.data.status === 'open' || error.data.status === 'acknowledged')
      return t('platform.flag.openMeanwhile')
    return error.data.status === 'stopped' ? t('platform.flag.treatmentMoved') : sentence(error)
  }

  return {
    mayDecide,
    mayPropose,
    mayCheck,
    mayReopen,
    isSending,
    acknowledge,
    answer,
    check,
    reopen,
    refusal,
  }
}
