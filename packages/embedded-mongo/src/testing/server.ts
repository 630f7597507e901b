/**
 * A server process for tests: holds the engine of a folder until it is told `stop` (or killed).
 * Arguments: folder, lingerMs. Prints lines of JSON: first { uri, pid }, then { state, pid } at each change.
 */
import { CACHE_FOLDER } from './cache-folder.ts'
import { startEmbeddedMongo } from '../index.ts'

const [folder = '', lingerMs = '10000'] = process.argv.slice(2)
const say = (value: unknown) => process.stdout.write(JSON.stringify(value) + '\n')

try {
  const mongo = await startEmbeddedMongo({ folder, cacheFolder: CACHE_FOLDER, lingerMs: Number(lingerMs) })
  mongo.onStateChange((state) => say({ state, pid: mongo.pid() }))
  say({ uri: mongo.uri, pid: mongo.pid() })
  process.stdin.once('data', () => void mongo.stop().then(() => process.exit()))
} catch (error) {
  say({ error: String(error) })
  process.exit(1)
}
