export * from './start-redis.ts'
export * from './start-server.ts'
