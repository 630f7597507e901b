import { resolve } from 'node:path'
import { build, type Plugin } from 'vite'

const FILE = 'early.js'

/**
 * Builds src/early/early.ts into one small script that the page runs before the application: without modules, so that
 * it waits for nothing, and without a name by content, so that it is known before the rest is built.
 */
export function earlyScript(): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    async generateBundle() {
      const built = await build({
        configFile: false,
        logLevel: 'error',
        publicDir: false,
        build: {
          write: false,
          lib: {
            entry: resolve(import.meta.dirname, '../src/early/early.ts'),
            formats: ['iife'],
            name: 'early',
            fileName: () => FILE,
          },
        },
      })
      const [result] = [built].flat()
      if (!result || !('output' in result)) throw new Error(`${FILE} was not built`)
      const [{ code }] = result.output
      this.emitFile({ type: 'asset', fileName: FILE, source: code })
    },
    // Before the styles, for which a script after them waits.
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${FILE}` }, injectTo: 'head-prepend' }],
  }
}
