/** Keeps the subscription of this device and what the server knows of it in agreement. */

/** The browser's side: `PushManager`, or what a test puts in its place. */
export interface Subscriber {
  getSubscription(): Promise<PushSubscription | null>
  subscribe(options: PushSubscriptionOptionsInit): Promise<PushSubscription>
}

/** The server's side. */
export interface Registry {
  /** Its public key, and the endpoint that it has for this session. @throws DomainError */
  key(): Promise<{ readonly publicKey: string; readonly endpoint: string | null }>
  put(subscription: PushSubscriptionJSON): Promise<void>
}

/**
 * Subscribes where nothing is subscribed, anew where the server's key has changed, and tells the server what it does
 * not know. Asks nobody: the permission has been given before.
 * @throws DomainError from the registry, DOMException from the browser
 */
export async function heal(subscriber: Subscriber, registry: Registry): Promise<void> {
  const { publicKey, endpoint } = await registry.key()
  let held = await subscriber.getSubscription()
  if (held && !isMadeWith(held, publicKey)) {
    await held.unsubscribe()
    held = null
  }
  held ??= await subscriber.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  if (held.endpoint !== endpoint) await registry.put(held.toJSON())
}

/** @param publicKey base64url */
function isMadeWith({ options }: PushSubscription, publicKey: string): boolean {
  const key = options.applicationServerKey
  return key !== null && base64url(new Uint8Array(key)) === publicKey
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
