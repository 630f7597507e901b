/**
 * Why the server closes a connection. The stock client never tries again after 4400 to 4499, and tries again
 * by itself after all others.
 */
export const CLOSE = {
  goingAway: 1001,
  /** Another server is there for whoever comes back. */
  moving: 1012,
  tryAgainLater: 1013,
  malformed: 4400,
  sessionOver: 4401,
  forbidden: 4403,
  resyncNeeded: 4409,
  storageDown: 4503,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]
