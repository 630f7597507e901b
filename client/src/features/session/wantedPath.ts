/** Where the reader was going. A path of this origin only: `//elsewhere` would leave it. */
export const wantedPath = (suite: unknown): string =>
  typeof suite === 'string' && /^\/(?!\/)/.test(suite) ? suite : '/'
