/** The address that passkeys are bound to. It follows from the configuration: no header of a request has a say. */
export interface RelyingParty {
  /** The host name that browsers bind a passkey to for good. */
  readonly id: string
  /** What a browser shows. */
  readonly name: string
  /** Whether a passkey may have been used on a page of this origin. */
  isOurs(origin: string): boolean
}

const NAME = 'Colloque'

/**
 * @param origins as configured. The first that browsers allow passkeys for gives the id; the others are taken where
 *   they stand at that host or under it. Where there is none, passkeys work at localhost, on any port.
 */
export function createRelyingParty(origins: readonly string[]): RelyingParty {
  const able = origins.flatMap((origin) => {
    const url = parsed(origin)
    return url && allowsPasskeys(url) ? [url] : []
  })
  const [first] = able
  if (!first)
    return {
      id: 'localhost',
      name: NAME,
      isOurs: (origin) => parsed(origin)?.hostname === 'localhost',
    }
  const id = first.hostname
  const ours = able
    .filter(({ hostname }) => hostname === id || hostname.endsWith(`.${id}`))
    .map(({ origin }) => origin)
  return { id, name: NAME, isOurs: (origin) => ours.includes(origin) }
}

/** A secure page at a name: WebAuthn knows no addresses of numbers. */
const allowsPasskeys = ({ protocol, hostname }: URL) =>
  hostname === 'localhost' || (protocol === 'https:' && !/^[\d.]+$|^\[/.test(hostname))

function parsed(origin: string): URL | undefined {
  return URL.canParse(origin) ? new URL(origin) : undefined
}
