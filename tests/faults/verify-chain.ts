import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Verifies the hashes of every stream and every trail with the operator's own command, beside the running servers.
 * @returns a sentence where something is wrong
 */
export async function verifyChain(dataFolder: string): Promise<string[]> {
  const command = spawn(process.execPath, [join(ROOT, 'server/src/commands/audit-verify.ts')], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      COLLOQUE_DATA: dataFolder,
      COLLOQUE_CACHE: join(ROOT, '.cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [command.stdout, command.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(command, 'close')) as [number | null]
  const isVerified =
    code === 0 && /[1-9]\d* changes verified/.test(output) && /[1-9]\d* records verified/.test(output)
  return isVerified ? [] : [`audit:verify ends with ${code}: ${output.slice(-2_000)}`]
}
