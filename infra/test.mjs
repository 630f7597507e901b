/** `npm test`: all checks and tests of a fresh clone; `npm test -- --project unit packages/domain`: some of them. */
import process from 'node:process'
import { requireNode } from './lib/node-version.mjs'

requireNode()
Promise.all([import('./lib/say.mjs'), import('./lib/test.mjs')]).then(([{ main }, { test }]) =>
  main(() => test(process.argv.slice(2))),
)
