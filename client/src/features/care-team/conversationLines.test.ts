import { newMessage, type Attention, type Conversation } from '@colloque/domain'
import { expect, it } from 'vitest'
import { conversationLine, inOrder, unreadOf, type HeldConversation } from './conversationLines.ts'

const [ME, HELENE] = ['me', 'helene']
const AT = '2026-03-09T08:00:00.000Z'

const conversation = (kind: Conversation['kind'], createdAt = AT): Conversation => ({
  kind,
  teamId: kind === 'team' ? 'team' : null,
  memberIds: kind === 'team' ? [] : [HELENE, ME],
  createdBy: HELENE,
  createdAt,
})
const said = (createdSeq: number, fields: Partial<Parameters<typeof newMessage>[0]> = {}) => ({
  id: `m${createdSeq}`,
  rev: 1,
  createdSeq,
  after: newMessage({ authorId: HELENE, text: `Mot ${createdSeq}`, postedAt: AT, ...fields }),
})
const held = (messages: HeldConversation['messages'], kind: Conversation['kind'] = 'direct', id = 'c') => ({
  stream: `conversation:${id}` as const,
  id,
  conversation: conversation(kind),
  messages,
  readSeq: 2,
})
const deleted = { by: HELENE, at: AT }
const muted = (threadId: string | null): Attention => ({ stream: 'conversation:c', threadId, mode: 'muted' })

it('counts what others have said after the mark, and not what they took back', () => {
  const line = conversationLine(
    held([said(1), said(3), said(4, { authorId: ME }), said(5, { deleted, text: '' })]),
    ME,
    [],
  )
  expect(line).toMatchObject({ unread: 1, last: { id: 'm4' }, isMuted: false })
})

it('does not count a muted thread', () => {
  const messages = [said(3), said(4, { threadId: 'm3' }), said(5)]
  expect(conversationLine(held(messages), ME, [muted('m3')]).unread).toBe(1)
})

it('counts in a muted conversation, but not on the rail', () => {
  const line = conversationLine(held([said(3)]), ME, [muted(null)])
  expect(line).toMatchObject({ unread: 1, isMuted: true })
  expect(unreadOf([line, conversationLine(held([said(3), said(4)], 'direct', 'd'), ME, [muted(null)])])).toBe(
    2,
  )
})

it('puts the team first, then the latest words', () => {
  const at = (day: number) => ({ postedAt: `2026-03-0${day}T08:00:00.000Z` })
  const lines = [
    conversationLine(held([said(1, at(2))], 'direct', 'old'), ME, []),
    conversationLine(held([said(1, at(5))], 'direct', 'new'), ME, []),
    conversationLine(held([said(1, at(1))], 'team', 'team'), ME, []),
  ]
  expect(inOrder(lines).map(({ id }) => id)).toEqual(['team', 'new', 'old'])
})
