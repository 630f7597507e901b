/**
 * Loaded into a server before its own code (`node --import`): its clock begins at COLLOQUE_TEST_CLOCK, an ISO instant,
 * and goes on from there. A house that was founded in spring is made so, by the commands that people send.
 */
const RealDate = Date
const behind =
  RealDate.now() - RealDate.parse(process.env['COLLOQUE_TEST_CLOCK'] ?? new RealDate().toISOString())

globalThis.Date = class Date extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RealDate.now() - behind)
    else super(...(given as [number]))
  }
  static override now() {
    return RealDate.now() - behind
  }
} as DateConstructor
