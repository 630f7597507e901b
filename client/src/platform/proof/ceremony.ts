/** What a browser does with passkeys. Loads with what calls it: few of those who open a page need it. */
import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import { PasskeyProblem, type PasskeyProblemKind } from './passkeyProblem.ts'

const KINDS: Readonly<Record<string, PasskeyProblemKind>> = {
  ERROR_INVALID_DOMAIN: 'address',
  ERROR_INVALID_RP_ID: 'otherAddress',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'known',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'unable',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: 'unable',
  ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG: 'unable',
}

/** @param options as the server made them @throws PasskeyProblem */
export const makePasskey = (options: object) =>
  attempted(() => startRegistration({ optionsJSON: options as never }))

/** @param options as the server made them @throws PasskeyProblem */
export const usePasskey = (options: object): Promise<object> =>
  attempted(() => startAuthentication({ optionsJSON: options as never }))

async function attempted<T>(ceremony: () => Promise<T>): Promise<T> {
  try {
    return await ceremony()
  } catch (error) {
    throw new PasskeyProblem(kindOf(error))
  }
}

function kindOf(error: unknown): PasskeyProblemKind {
  if (error instanceof WebAuthnError && KINDS[error.code]) return KINDS[error.code] as PasskeyProblemKind
  // Browsers do not tell a person who closed the question from one whose time ran out, so that pages cannot ask who has one.
  const name = (error as Error).name
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'failed'
}
