import { fileURLToPath } from 'node:url'

/** `.cache` of the clone, where the engine's C library is kept. */
export const CACHE = fileURLToPath(new URL('../../../../../.cache', import.meta.url))
