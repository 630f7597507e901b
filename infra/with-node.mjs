/** `node infra/with-node.mjs <command> ...`: runs a command with the project's own Node first on the PATH. */
import process from 'node:process'
import { requireNode } from './lib/node-version.mjs'

requireNode()
Promise.all([import('./lib/say.mjs'), import('./lib/pinned-node.mjs'), import('./lib/run.mjs')]).then(
  ([{ main, PlainError }, { PNPM, withPinnedNode }, { run }]) =>
    main(async () => {
      const [command, ...args] = process.argv.slice(2)
      if (!command) throw new PlainError('Usage: node infra/with-node.mjs <command> [arguments]')
      const words = command === 'pnpm' ? ['npx', '--yes', PNPM, ...args] : [command, ...args]
      return (await run(words[0], words.slice(1), { env: withPinnedNode() })).code
    }),
)
