export { keepDemoHouses } from './demo-houses.ts'
export * from './start-redis.ts'
export * from './start-server.ts'
