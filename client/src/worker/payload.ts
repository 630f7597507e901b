/** What a push carries: which kind of thing, where it stands, and what it replaces. Nothing of it is shown as it is. */
export const PUSH_KINDS = [
  'urgent',
  'escalation',
  'important',
  'mention',
  'message',
  'flag',
  'severeFlag',
  'task',
  'signPlan',
  'planReturned',
  'breakGlass',
  'sharedMessage',
  'sharedReply',
  'reading',
  'urgentReading',
  'meeting',
  'meetingCancelled',
] as const
type Kind = (typeof PUSH_KINDS)[number] | 'other'

export interface PushPayload {
  readonly kind: Kind
  /** A path of the application. */
  readonly url: string
  readonly tag: string
}

/** Every push must show something, so whatever cannot be read leads to Accueil. */
export function readPayload(text: string | undefined): PushPayload {
  const given = parsed(text)
  const kind = PUSH_KINDS.find((known) => known === given.kind) ?? 'other'
  const url = typeof given.url === 'string' && isPath(given.url) ? given.url : '/'
  return { kind, url, tag: typeof given.tag === 'string' && given.tag ? given.tag : `${kind} ${url}` }
}

/** A path of our own origin: no other site, whatever a push says. */
export const isPath = (url: string): boolean => /^\/(?![/\\])/.test(url)

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const given: unknown = JSON.parse(text ?? '')
    return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
