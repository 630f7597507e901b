import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const compress = promisify(brotliCompress)

/** Smaller ones gain less than what a header weighs. */
const WORTH_BYTES = 1_000
const COMPRESSIBLE = /\.(js|css|svg)$/

/**
 * Lays a `.br` beside each file under assets/, once and as small as brotli can: a server that compresses at each
 * request has to be quick instead, and sends a sixth more. `platform/http/pages.routes.ts` serves them.
 */
export function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const first = new Set(
        Object.values(bundle).flatMap((chunk) =>
          chunk.type === 'chunk' && chunk.isEntry ? [chunk.fileName, ...chunk.imports] : [],
        ),
      )
      const files = Object.keys(bundle).filter(
        (file) => COMPRESSIBLE.test(file) && file.startsWith('assets/'),
      )
      await Promise.all(
        files.map(async (file) => {
          const whole = await readFile(join(dir, file))
          if (whole.length < WORTH_BYTES) return
          // The best takes thirty times as long as the next: for what everybody waits for.
          const quality = first.has(file) || file.endsWith('.css') ? 11 : 9
          const options = {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: quality,
              [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
            },
          }
          await writeFile(join(dir, `${file}.br`), await compress(whole, options))
        }),
      )
    },
  }
}
