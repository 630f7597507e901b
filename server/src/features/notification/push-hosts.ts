/** Push services of the browsers' makers; a name that begins with a dot stands for all under it. */
const KNOWN = ['fcm.googleapis.com', '.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com']

export type IsPushService = (endpoint: string) => boolean

/**
 * The server posts to addresses that browsers name. A signed-in person could name one inside the house's network, so
 * only known services are taken, over HTTPS and on its port, unless the settings name another.
 * @param more host names with or without port, as in COLLOQUE_PUSH_HOSTS
 */
export function createPushServices(more: readonly string[]): IsPushService {
  const hosts = [...KNOWN, ...more.map((host) => host.toLowerCase())]
  return (endpoint) => {
    const url = URL.parse(endpoint)
    if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
    return hosts.some((host) => (host.startsWith('.') ? url.host.endsWith(host) : url.host === host))
  }
}
