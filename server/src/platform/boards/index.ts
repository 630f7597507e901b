export { createBoardServer } from './board-server.ts'
export type * from './types.ts'
