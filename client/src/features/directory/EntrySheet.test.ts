/** Writing an entry: what is missing is said, what is wrong is not sent, and what was done can be taken back. */
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { buildEntry } from '../../platform/resource/testEntries.ts'
import { mountInApp } from '../../testing/mountInApp.ts'
import EntrySheet from './EntrySheet.vue'

const outside = vi.hoisted(() => ({
  sent: [] as { name: string; input: Record<string, unknown> }[],
  undos: [] as (() => unknown)[],
}))
vi.mock('../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => ({
    ...{
      account: { id: 'me', teamIds: ['t'] },
      connection: { connected: true },
      team: [{}],
      listIn: () => [],
    },
    async send(name: string, input: Record<string, unknown>) {
      outside.sent.push({ name, input })
      return { id: 'new' }
    },
  }),
}))
vi.mock('../../ui/useUndoToast.ts', () => ({
  useUndoToast: () => (_done: string, undo?: () => unknown) => {
    if (undo) outside.undos.push(undo)
    return { close: () => undefined }
  },
}))

beforeEach(() => void (outside.sent.length = outside.undos.length = 0))
afterEach(() => void (document.body.innerHTML = ''))

/** A sheet stands outside of what is mounted. */
const field = (label: string) => {
  const found = [...document.querySelectorAll('label')].find((one) =>
    one.textContent.trim().startsWith(label),
  )
  return document.getElementById(found?.htmlFor ?? '') as HTMLInputElement
}
async function write(label: string, words: string) {
  field(label).value = words
  field(label).dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}
async function submit() {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

it('is not sent for somebody whom nobody could reach', async () => {
  mountInApp(EntrySheet, { props: {} })
  await flushPromises()
  await write('Nom', 'Centre social des Prés')
  await submit()
  expect(outside.sent).toEqual([])
  expect(document.body.textContent).toContain('Il manque un moyen de joindre')
  await write('Téléphone', '01 99 00 00 12')
  await submit()
  expect(outside.sent).toMatchObject([
    {
      name: 'directory.add',
      input: { teamId: 't', name: 'Centre social des Prés', phone: '01 99 00 00 12' },
    },
  ])
  await outside.undos[0]?.()
  expect(outside.sent[1]).toMatchObject({
    ...{ name: 'directory.retire', input: { entryId: 'new', reason: 'Ajoutée par erreur' } },
  })
})

it('keeps the meeting where somebody was met', async () => {
  const begun = { kind: 'homeHelp', name: 'Mme Roux', phone: '01 99 00 00 13' } as const
  mountInApp(EntrySheet, { props: { begun, meetingId: 'm' } })
  await flushPromises()
  await submit()
  expect(outside.sent).toMatchObject([
    { name: 'directory.add', input: { kind: 'homeHelp', name: 'Mme Roux', meetingId: 'm' } },
  ])
})

it('changes what is there, of the state that was read; the undo puts all of it back', async () => {
  const entry = buildEntry({ hours: 'Le mardi' })
  mountInApp(EntrySheet, { props: { held: { id: 'e', rev: 4, entry } } })
  await flushPromises()
  await write('Horaires', 'Le jeudi')
  await submit()
  expect(outside.sent).toMatchObject([
    { name: 'directory.change', input: { entryId: 'e', rev: 4, hours: 'Le jeudi', phone: entry.phone } },
  ])
  await outside.undos[0]?.()
  expect(outside.sent[1]).toMatchObject({
    name: 'directory.change',
    input: { entryId: 'e', hours: 'Le mardi' },
  })
  expect(outside.sent[1]?.input).not.toHaveProperty('notes')
})
