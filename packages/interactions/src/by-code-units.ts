/** Order that does not depend on the reader's language. */
export const byCodeUnits = (first: string, second: string): number =>
  first < second ? -1 : first > second ? 1 : 0
