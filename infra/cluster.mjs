/**
 * `npm run cluster`: three servers behind a proxy with TLS, with Redis, on one database; Ctrl-C ends all of it.
 * `r` and Enter restart the servers one after the other; `npm run cluster -- --rolling` does so again and again.
 */
import process from 'node:process'
import { requireNode } from './lib/node-version.mjs'

requireNode()
Promise.all([import('./lib/say.mjs'), import('./cluster/run.mjs')]).then(([{ main }, { runCluster }]) =>
  main(() => runCluster(process.argv.slice(2), process.env)),
)
