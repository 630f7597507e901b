/** Why no engine could be had; the wording for people is in `detail`. */
export type EmbeddedMongoErrorCode =
  'engine_unavailable' | 'folder_in_use' | 'folder_of_another_engine' | 'no_space' | 'engine_failed'

/** What `startEmbeddedMongo` throws. `detail` says what was seen and what to do about it. */
export class EmbeddedMongoError extends Error {
  readonly code: EmbeddedMongoErrorCode
  readonly detail: string

  constructor(code: EmbeddedMongoErrorCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options)
    this.name = 'EmbeddedMongoError'
    this.code = code
    this.detail = detail
  }
}

/** What to do where the embedded engine cannot run: part of every `engine_unavailable`. */
export const HOW_TO_GET_AN_ENGINE =
  'Either set MONGODB_URI to a MongoDB replica set, or run on Linux (x64, arm64) with glibc 2.38 or newer ' +
  '(Debian 13, Ubuntu 24.04), on Debian 12 with apt-get, or on macOS (arm64).'
