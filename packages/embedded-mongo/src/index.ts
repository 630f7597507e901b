export { startEmbeddedMongo } from './embedded-mongo.ts'
export type { EmbeddedMongo, EmbeddedMongoOptions, EngineState } from './embedded-mongo.ts'
export { EmbeddedMongoError } from './errors.ts'
export type { EmbeddedMongoErrorCode } from './errors.ts'
