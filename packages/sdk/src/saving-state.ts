import type { EntryState } from './outbox.ts'

/** What the screen says of saving: « Enregistré », « Pas encore enregistré », « Hors ligne depuis 14:02, 3 éléments à envoyer ». */
export type SavingState =
  | 'saved'
  | 'saving'
  | {
      /** ms since 1970 by the device's clock; null where there has been no connection since the page opened. */
      readonly offlineSince: number | null
      readonly pending: number
    }

export interface SavingInputs {
  readonly connection: { readonly connected: boolean; readonly since?: number | null }
  readonly outbox: Iterable<{ readonly state: EntryState }>
  /** Each open board: whether the server has said that all that was written here is saved. */
  readonly boards: Iterable<{ readonly saved: boolean }>
}

/** Never says `saved` of anything that the server has not said it of: what it refused is not saved either. */
export function savingState({ connection, outbox, boards }: SavingInputs): SavingState {
  let pending = 0
  for (const { state } of outbox) if (state !== 'sent') pending++
  for (const { saved } of boards) if (!saved) pending++
  if (!connection.connected) return { offlineSince: connection.since ?? null, pending }
  return pending === 0 ? 'saved' : 'saving'
}
