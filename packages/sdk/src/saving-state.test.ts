import { describe, expect, it } from 'vitest'
import { savingState } from './saving-state.ts'

const connected = { connected: true }
const offline = { connected: false, since: 42 }

describe('the state of saving', () => {
  it('is saved when nothing waits', () => {
    expect(savingState({ connection: connected, outbox: [], boards: [{ saved: true }] })).toBe('saved')
  })

  it.each(['waiting', 'sending', 'refused'] as const)('is not saved while an entry is %s', (state) => {
    expect(savingState({ connection: connected, outbox: [{ state }], boards: [] })).toBe('saving')
  })

  it('is not saved while a board waits for the server’s word', () => {
    expect(
      savingState({ connection: connected, outbox: [], boards: [{ saved: true }, { saved: false }] }),
    ).toBe('saving')
  })

  it('says since when there is no connection, and how much waits', () => {
    const outbox = [{ state: 'waiting' }, { state: 'sent' }, { state: 'refused' }] as const
    expect(savingState({ connection: offline, outbox, boards: [{ saved: false }] })).toEqual({
      offlineSince: 42,
      pending: 3,
    })
  })
})
