/** `npm run build`: builds the client into client/dist, unless it stands there already for these sources. */
import { requireNode } from './lib/node-version.mjs'

requireNode()
Promise.all([import('./lib/say.mjs'), import('./lib/install.mjs'), import('./lib/client-build.mjs')]).then(
  ([{ main }, { ensureInstalled }, { ensureClientBuilt }]) =>
    main(async () => {
      await ensureInstalled()
      await ensureClientBuilt()
    }),
)
