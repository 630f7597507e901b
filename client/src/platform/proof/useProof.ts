/**
 * A fresh proof of identity, asked for when something is to be signed. One covers ten minutes; the server decides, and
 * what is remembered here only spares a question whose answer is known.
 */
import type { Proved, ProofState } from '@colloque/contract'
import { DomainError, type ProofMeans } from '@colloque/domain'
import { useOverlay } from '@nuxt/ui/composables'
import { defineStore } from 'pinia'
import { useClient } from '../client.ts'
import { useFeatures } from '../feature.ts'
import { proving } from './proving.ts'

/** Left over for reading once more and pressing the button. */
const MARGIN_MS = 15_000

export const useProofStore = defineStore('proof', () => {
  const client = useClient()
  /** By this device's clock, counted from the answer: the clock itself may be wrong. */
  let freshUntil = 0
  client.onAccount(() => (freshUntil = 0))

  const isFresh = () => Date.now() < freshUntil - MARGIN_MS
  const note = ({ secondsLeft }: Pick<Proved, 'secondsLeft'>) => {
    freshUntil = Date.now() + secondsLeft * 1_000
  }

  /** By what the person could prove anew. Notes a proof that stands, of an earlier visit or another tab. @throws DomainError */
  async function look(): Promise<readonly ProofMeans[]> {
    const state = (await client.api.ask('GET', '/session/proof')) as ProofState
    note(state)
    return state.means
  }

  /** @throws DomainError invalid { why: 'wrong_password' }, rate_limited */
  async function byPassword(password: string) {
    note((await client.api.ask('POST', '/session/proof', { password })) as Proved)
  }

  /** @throws PasskeyProblem; DomainError invalid { why: 'passkey_refused' } */
  async function byPasskey() {
    const { usePasskey } = await import('./ceremony.ts')
    const options = (await client.api.ask('POST', '/session/proof/passkey/options')) as object
    const response = await usePasskey(options)
    note((await client.api.ask('POST', '/session/proof/passkey', { response })) as Proved)
  }

  return { isFresh, note, look, byPassword, byPasskey }
})

/** The question that is open: two that ask at once share it. */
let asking: Promise<boolean> | undefined

/** Call it in setup. */
export function useProof() {
  const proof = useProofStore()
  const overlay = useOverlay()
  const dialog = useFeatures().find((feature) => feature.proof)?.proof

  async function ask(anew: boolean): Promise<boolean> {
    if (!dialog) throw new DomainError('internal')
    // Without an answer a password can be asked for all the same; what then goes wrong is said in the dialog.
    const means = await proof.look().catch((): readonly ProofMeans[] => ['password'])
    if (!anew && proof.isFresh()) return true
    const { default: component } = await dialog().catch(() => {
      throw new DomainError('unavailable')
    })
    const opened = overlay.create(component, { destroyOnClose: true })
    return (await opened.open({ means }).result) === true
  }

  async function ensureProof({ anew = false } = {}): Promise<boolean> {
    if (!anew && proof.isFresh()) return true
    asking ??= ask(anew).finally(() => (asking = undefined))
    return asking
  }

  return proving(ensureProof)
}
