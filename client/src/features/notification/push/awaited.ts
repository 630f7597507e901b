import { namedIn, type RichText } from '@colloque/domain'

/** Whether what somebody sends waits for an answer: it presses, or it asks somebody by name. */
export function awaitsAnswer(sent: {
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}): boolean {
  const { name, input } = sent
  if (name !== 'message.post' && name !== 'note.record') return false
  if (input.urgency === 'important' || input.urgency === 'urgent') return true
  const { accountIds = [] } = (input.to ?? {}) as { accountIds?: readonly string[] }
  const body = input.body as RichText | null | undefined
  return accountIds.length > 0 || (body ? namedIn(body).accountIds.length > 0 : false)
}
