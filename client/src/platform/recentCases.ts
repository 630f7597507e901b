/** The situations that a person has looked at on this device, the latest first: ids alone, gone at sign-out. */
const PREFIX = 'colloque.recentCases.'
const MOST = 20

export function recentCases(accountId: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + accountId) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function rememberCase(accountId: string, caseId: string): void {
  const latest = [caseId, ...recentCases(accountId).filter((id) => id !== caseId)].slice(0, MOST)
  try {
    localStorage.setItem(PREFIX + accountId, JSON.stringify(latest))
  } catch {
    // A device without room: the order of the list is all that is lost.
  }
}

export const forgetCases = (accountId: string): void => localStorage.removeItem(PREFIX + accountId)
