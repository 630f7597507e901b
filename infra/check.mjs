/** `npm run check`: format, lint, types, unused code, licences and advisories. Ends with 1 when one of them has something to say. */
import { requireNode } from './lib/node-version.mjs'

requireNode()
Promise.all([import('./lib/say.mjs'), import('./lib/install.mjs'), import('./lib/checks.mjs')]).then(
  ([{ main }, { ensureInstalled }, { runChecks }]) =>
    main(async () => {
      await ensureInstalled()
      return (await runChecks()).failed ? 1 : 0
    }),
)
