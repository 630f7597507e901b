export { createNodes, type Nodes } from './nodes.ts'
export type { ViewersElsewhere } from './viewers.ts'
