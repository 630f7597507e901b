/**
 * Requests that `early.ts` has begun while the application was still on its way: `GET /api/…` or `POST /api/…` to its
 * answer. Early speaks first and puts them here; the application's first request of the same name takes the answer.
 */
export type BegunRequests = Map<string, Promise<Response>>

declare global {
  interface Window {
    /** Gone once the application does something: what was asked before that may be another's, or old. */
    colloqueBegun?: BegunRequests | undefined
  }
}

export const REFRESH = '/api/v1/session/refresh'
