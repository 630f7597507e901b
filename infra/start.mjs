/**
 * `npm start`: everything between a fresh clone and a running server.
 *
 * Only this file is read by a Node that is too old; the rest is imported once the version is known to do.
 */
import process from 'node:process'
import { requireNode } from './lib/node-version.mjs'

requireNode()
Promise.all([import('./lib/say.mjs'), import('./lib/start.mjs')]).then(([{ main }, { start }]) =>
  main(() => start(process.env)),
)
