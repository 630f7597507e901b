import { fileURLToPath } from 'node:url'

/** The project's own, so that the C library is fetched once for all tests. */
export const CACHE_FOLDER = fileURLToPath(new URL('../../../../.cache', import.meta.url))
