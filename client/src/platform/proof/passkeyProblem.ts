/** Why a passkey did not come about on this side, before any server was asked. */
export type PasskeyProblemKind =
  | 'cancelled'
  /** The page is at an address of numbers, or not over https. */
  | 'address'
  /** The server knows this house under another address. */
  | 'otherAddress'
  /** The browser has no passkeys. */
  | 'browser'
  | 'known'
  | 'unable'
  | 'failed'

export class PasskeyProblem extends Error {
  readonly kind: PasskeyProblemKind

  constructor(kind: PasskeyProblemKind) {
    super(kind)
    this.name = 'PasskeyProblem'
    this.kind = kind
  }
}

/** What stands in the way of passkeys on this page whatever the person does; undefined where nothing does. */
export function passkeyObstacle(
  page: Pick<Window, 'isSecureContext' | 'location'> = window,
): 'address' | 'browser' | undefined {
  const { hostname } = page.location
  // Over plain http browsers hide passkeys; at 127.0.0.1 they show them, and refuse.
  if (!page.isSecureContext || /^[\d.]+$|^\[/.test(hostname)) return 'address'
  return 'PublicKeyCredential' in page ? undefined : 'browser'
}
