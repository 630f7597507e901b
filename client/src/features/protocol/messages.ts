import type { SameKeys } from '../../platform/i18n.ts'
import * as edit from './edit/messages.ts'
import * as library from './library/messages.ts'
import * as problem from './problemMessages.ts'
import * as run from './run/runMessages.ts'
import * as start from './run/startMessages.ts'
import * as view from './view/messages.ts'

export const fr = {
  ...view.fr,
  library: library.fr,
  edit: edit.fr,
  start: start.fr,
  run: run.fr,
  problem: problem.fr,
}

export const en: SameKeys<typeof fr> = {
  ...view.en,
  ...{ library: library.en, edit: edit.en, start: start.en, run: run.en, problem: problem.en },
}
