/** Signing in, step by step: a password or a passkey, then what a password alone lacks. */
import type { EnrolledSession, SecondFactorNeeded, Session } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClient } from '../../platform/client.ts'
import { neededBeside, takeBegun } from '../../platform/identity/begunSignIn.ts'
import { countdown, useRetryPause } from './retryPause.ts'
import { isStepOver } from './secondFactor.ts'
import { useIdentityWords } from './useIdentityWords.ts'
import { useSessionStore } from './useSessionStore.ts'

export type SignInStep =
  | { readonly why: 'password' }
  | { readonly why: 'forgotten' }
  | SecondFactorNeeded
  /** Signed in; the recovery codes have to be kept before the page goes on. */
  | { readonly why: 'codes'; readonly codes: readonly string[] }

export const BY_PASSKEY = 'passkey'
const BY_CODE = 'code'
const BEGINNING: SignInStep = { why: 'password' }

/** Call it in setup. @param enterHouse once a session is open and nothing is left to be read */
export function useSignIn(enterHouse: () => Promise<unknown>) {
  const { t } = useI18n()
  const client = useClient()
  const session = useSessionStore()
  const words = useIdentityWords()
  const pause = useRetryPause()

  const step = shallowRef<SignInStep>(takeBegun() ?? BEGINNING)
  /** Whose sign-in is under way: an address, or by what. */
  const entering = ref('')
  const problem = ref('')
  const waiting = computed(() =>
    pause.secondsLeft.value > 0 ? t('session.retryIn', { time: countdown(pause.secondsLeft.value) }) : '',
  )

  async function attempt(who: string, enter: () => Promise<unknown>, wordsFor = words) {
    if (entering.value) return
    entering.value = who
    problem.value = ''
    try {
      await enter()
    } catch (error) {
      const needed = neededBeside(error)
      if (needed) step.value = needed
      else {
        problem.value = wordsFor(error)
        pause.after(error)
        if (isStepOver(error)) step.value = BEGINNING
      }
    } finally {
      entering.value = ''
    }
  }

  function byPassword(email: string, password: string) {
    const enter = async () => {
      await session.signIn(email, password)
      await enterHouse()
    }
    return attempt(email, enter, (error) => (isUnknown(error) ? t('session.wrong') : words(error)))
  }

  function byPasskey() {
    return attempt(BY_PASSKEY, async () => {
      await session.signInByPasskey()
      await enterHouse()
    })
  }

  const ticket = () => ('ticket' in step.value ? step.value.ticket : '')

  function byCode(code: string) {
    return attempt(BY_CODE, async () => {
      await client.enterBy<Session>('/session/second-factor', { ticket: ticket(), code: code.trim() })
      await enterHouse()
    })
  }

  function enrol(code: string) {
    return attempt(BY_CODE, async () => {
      const shown = { ticket: ticket(), code: code.trim() }
      const answer = await client.enterBy<EnrolledSession>('/session/second-factor/enrolment/confirm', shown)
      step.value = { why: 'codes', codes: answer.recoveryCodes }
    })
  }

  function turnTo(next: 'password' | 'forgotten') {
    step.value = { why: next }
    problem.value = ''
  }

  return { step, entering, problem, waiting, byPassword, byPasskey, byCode, enrol, turnTo }
}

const isUnknown = (error: unknown) =>
  error instanceof DomainError && ['unauthenticated', 'invalid'].includes(error.code)
