/** Everything about a patient that somebody may read, as data: what stands, and how it came about. */
import { ENTITY_SCHEMAS, type CircleMember, type EntityState, type StreamName } from '@colloque/domain'
import type { ChangeLog, StreamFold } from '../../../platform/change-log/index.ts'

/** Version of the shape of `dossier.json` and `historique.json`. */
const DOSSIER_SCHEMA = 1
const CHANGES_AT_ONCE = 200

export interface Dossier {
  readonly caseId: string
  readonly exportedAt: string
  readonly exportedBy: string
  /** The case's own first. */
  readonly streams: readonly StreamName[]
}

type Log = Pick<ChangeLog, 'fold' | 'changesSince'>

/** What a stream holds, by type, in the order in which it was made. What was erased is not there. */
export const standing = (fold: StreamFold): EntityState[] =>
  Object.keys(ENTITY_SCHEMAS).flatMap((type) => fold.all(type).filter(({ after }) => after !== null))

/** Names of the people whose ids stand in the dossier. */
export const namesIn = (fold: StreamFold): ReadonlyMap<string, string> =>
  new Map(
    fold
      .all<CircleMember>('circleMember')
      .flatMap(({ after }) => (after?.accountId ? [[after.accountId, after.name] as const] : [])),
  )

/** `dossier.json`, piece by piece. */
export async function* dossierJson(log: Log, { streams, ...about }: Dossier): AsyncGenerator<string> {
  yield `${JSON.stringify({ schema: DOSSIER_SCHEMA, ...about }).slice(0, -1)},"streams":[`
  for (const [index, stream] of streams.entries()) {
    const fold = await log.fold(stream)
    yield `${index > 0 ? ',' : ''}\n{"stream":${JSON.stringify(stream)},"seq":${fold.seq},"entities":[`
    yield* listed(standing(fold))
    yield ']}'
  }
  yield ']}\n'
}

/** `historique.json`: each change of each stream, piece by piece. */
export async function* historyJson(log: Log, { streams, ...about }: Dossier): AsyncGenerator<string> {
  yield `${JSON.stringify({ schema: DOSSIER_SCHEMA, ...about }).slice(0, -1)},"streams":[`
  for (const [index, stream] of streams.entries()) {
    yield `${index > 0 ? ',' : ''}\n{"stream":${JSON.stringify(stream)},"changes":[`
    let since = 0
    for (;;) {
      const { changes } = await log.changesSince(stream, since, CHANGES_AT_ONCE)
      yield* listed(changes, since > 0)
      const last = changes.at(-1)
      if (!last) break
      since = last.seq
    }
    yield ']}'
  }
  yield ']}\n'
}

function* listed(items: Iterable<unknown>, isContinued = false): Generator<string> {
  let separator = isContinued ? ',\n' : '\n'
  for (const item of items) {
    yield separator + JSON.stringify(item)
    separator = ',\n'
  }
}
