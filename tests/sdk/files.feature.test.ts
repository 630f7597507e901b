/** « Une photo ou un compte rendu part avec le message, même quand la ligne est mauvaise. » */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { startServer, type RunningServer } from '@colloque/testing'
import type { FileProgress } from '@colloque/sdk'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCuttableProxy, type CuttableProxy } from './cuttable-proxy.ts'
import { createTestClients, heldOf, soon, textsOf } from './test-clients.ts'

let server: RunningServer
let wire: CuttableProxy
const { twoInOneCase, closeAll } = createTestClients(() => server)

beforeAll(async () => {
  server = await startServer()
})
beforeEach(async () => {
  wire = await createCuttableProxy(server.port)
})
afterEach(async () => {
  closeAll()
  await wire.stop()
})
afterAll(() => server?.stop())

/** A PDF of so many megabytes. */
const pdf = (megabytes: number) => new Blob(['%PDF-1.4\n', new Uint8Array(megabytes * 1024 * 1024)])
const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer())

describe('a file in the outbox', () => {
  it('arrives whole and once with its message when the line breaks in the middle of it, and tells how far it is', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase({ baseUrl: wire.url })
    const fileId = randomUUID()
    const blob = pdf(20)
    const told: FileProgress[] = []
    let attempts = 0
    nurse.outbox.onEntry((entry) => {
      attempts = Math.max(attempts, entry.attempts)
      told.push(...entry.progress)
    })
    const sent = nurse.outbox.send(
      'message.post',
      { caseId, text: 'Le compte rendu', fileIds: [fileId] },
      { files: [{ fileId, place: { caseId }, name: 'Compte rendu d’été.pdf', blob }] },
    )
    for (let n = 1; n <= 2; n++) {
      await soon(() => expect(nurse.outbox.entries[0]).toMatchObject({ state: 'sending', attempts: n }))
      await pause(40)
      wire.cut()
      await soon(() => expect(nurse.outbox.entries[0]?.state).toBe('waiting'))
      wire.restore()
      await soon(() => expect(nurse.connection.connected).toBe(true))
    }
    await sent
    expect(attempts).toBe(3)
    expect(told[0]).toEqual({ fileId, sent: 0, total: blob.size })
    expect(told.at(-1)).toEqual({ fileId, sent: blob.size, total: blob.size })
    await soon(() => expect(heldOf(doctor, caseId, 'message')[0]?.fileIds).toEqual([fileId]))
    expect(heldOf(doctor, caseId, 'file').map(({ name }) => name)).toEqual(['Compte rendu d’été.pdf'])
    expect((await bytesOf(await doctor.api.readFile({ caseId }, fileId))).equals(await bytesOf(blob))).toBe(
      true,
    )
  })

  it('that is refused refuses its message, which keeps its words and says which file and why', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase()
    const fileId = randomUUID()
    const post = (files: { fileId: string; blob: Blob; name: string }[], text: string) =>
      nurse.outbox.send(
        'message.post',
        { caseId, text, fileIds: files.map((file) => file.fileId) },
        { files: files.map((file) => ({ ...file, place: { caseId } })), keepRefused: true },
      )
    const page = new Blob(['<!doctype html><script>alert(1)</script>'])
    await expect(post([{ fileId, blob: page, name: 'courrier.pdf' }], 'Voici')).rejects.toMatchObject({
      code: 'invalid',
      data: { field: 'file', why: 'type', fileId },
    })
    await expect(
      post([{ fileId: randomUUID(), blob: pdf(26), name: 'grand.pdf' }], 'Encore'),
    ).rejects.toMatchObject({
      code: 'invalid',
      data: { field: 'file', why: 'too_large', maximum: 25 * 1024 * 1024 },
    })
    expect(nurse.outbox.entries.map(({ state, input }) => [state, input['text']])).toEqual([
      ['refused', 'Voici'],
      ['refused', 'Encore'],
    ])
    expect(textsOf(doctor, caseId)).toEqual([])
    expect(heldOf(doctor, caseId, 'file')).toEqual([])
  })

  it('is broken off when its message is dismissed', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase()
    const fileId = randomUUID()
    const sent = nurse.outbox.send(
      'message.post',
      { caseId, text: 'Non', fileIds: [fileId] },
      { files: [{ fileId, place: { caseId }, name: 'x.pdf', blob: pdf(24) }] },
    )
    const dismissed = expect(sent).rejects.toMatchObject({ data: { reason: 'dismissed' } })
    await soon(() => expect(nurse.outbox.entries[0]?.state).toBe('sending'))
    await pause(20)
    await nurse.outbox.dismiss(nurse.outbox.entries[0]?.commandId ?? '')
    await dismissed
    await nurse.outbox.send('message.post', { caseId, text: 'La suite' })
    await soon(() => expect(textsOf(doctor, caseId)).toEqual(['La suite']))
    expect(heldOf(doctor, caseId, 'file')).toEqual([])
  })

  it('goes to a conversation outside a case too', async () => {
    const { nurse, doctor } = await twoInOneCase()
    const other = doctor.account?.id ?? ''
    await nurse.outbox.send('conversation.open', { accountIds: [other] })
    let conversationId = ''
    await vi.waitFor(async () => {
      const { items } = await nurse.api.query('conversations', {})
      conversationId =
        items
          .find(({ kind, memberIds }) => kind === 'direct' && memberIds.includes(other))
          ?.stream.split(':')[1] ?? ''
      expect(conversationId).not.toBe('')
    }, 10_000)
    const fileId = randomUUID()
    await nurse.outbox.send(
      'message.post',
      { conversationId, text: 'Pour vous', fileIds: [fileId] },
      { files: [{ fileId, place: { conversationId }, name: 'x.pdf', blob: pdf(1) }] },
    )
    expect((await doctor.api.readFile({ conversationId }, fileId)).size).toBe(pdf(1).size)
  })
})
