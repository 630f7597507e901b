import type { Plugin } from 'vite'

/** The other ways to reach a server that the socket's library brings along: ours is asked over WebSocket alone. */
const UNUSED = ['./polling-xhr.node.js', './webtransport.js']

export function withoutPolling(): Plugin {
  return {
    name: 'without-polling',
    enforce: 'pre',
    // The development server bundles that library beforehand, and weighs nothing.
    apply: 'build',
    resolveId: (source, importer) =>
      UNUSED.includes(source) && /engine\.io-client\/build\/esm\/transports\/index\.js/.test(importer ?? '')
        ? '\0no-transport'
        : undefined,
    load: (id) => (id === '\0no-transport' ? 'export const XHR = undefined, WT = undefined' : undefined),
  }
}
