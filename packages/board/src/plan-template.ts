import * as Y from 'yjs'
import { META } from './roots.ts'
import { PLAN_SCHEMA } from './plan-shape.ts'
import { TEMPLATE_CLIENT } from './template.ts'

/** Makes an empty document a plan. The same bytes wherever it is made; made twice, they are one. */
export function ensurePlan(doc: Y.Doc): void {
  const template = new Y.Doc()
  template.clientID = TEMPLATE_CLIENT
  template.getMap(META).set('schema', PLAN_SCHEMA)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(template), 'template')
  template.destroy()
}
