/** Any base will do: what does not stay on it leads elsewhere. */
const BASE = 'https://here.invalid'

/**
 * A path of our own, query and fragment included; « / » for whatever would lead to somebody else's page, or back into
 * the API.
 */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 500 || !asked.startsWith('/')) return '/'
  // Browsers drop tabs and newlines from addresses, and take a backslash for a slash.
  // eslint-disable-next-line no-control-regex -- as said
  if (/[\u0000-\u0020\\\u007f]/.test(asked) || !URL.canParse(asked, BASE)) return '/'
  const { origin, pathname, search, hash } = new URL(asked, BASE)
  if (origin !== BASE || pathname.startsWith('//') || /^\/(api|socket\.io|yjs)(\/|$)/.test(pathname))
    return '/'
  return `${pathname}${search}${hash}`
}

/** The same with the reason why nothing came of it. */
export function withReason(path: string, reason: string): string {
  const url = new URL(path, BASE)
  url.searchParams.set('pourquoi', reason)
  return `${url.pathname}${url.search}${url.hash}`
}
