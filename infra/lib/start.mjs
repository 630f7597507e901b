import { ensureClientBuilt } from './client-build.mjs'
import { ensureInstalled } from './install.mjs'
import { inProject } from './paths.mjs'
import { ensurePortFree } from './port.mjs'
import { serve } from './serve.mjs'

/**
 * Installs and builds what is missing, then runs the server with its demo team until it ends.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code: 0 after Ctrl-C
 */
export async function start(env) {
  const host = env.HOST || '127.0.0.1'
  const port = Number(env.PORT || 3000)
  await ensurePortFree(port, host)
  await ensureInstalled()
  await ensureClientBuilt()
  return serve({
    ...env,
    HOST: host,
    PORT: String(env.PORT || port),
    COLLOQUE_DEMO: env.COLLOQUE_DEMO ?? (env.NODE_ENV === 'production' ? '0' : '1'),
    COLLOQUE_DATA: env.COLLOQUE_DATA || inProject('.data'),
  })
}
