export { createBoardServer } from './board-server.ts'
export { StorageUnavailable } from './board-store.ts'
export type * from './types.ts'
