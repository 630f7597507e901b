import type { StreamName } from '@colloque/domain'
import { createListeners, type Unlisten } from './listeners.ts'

/** One write a second at most to a stream's mark. */
const COALESCE_MS = 1_000

/** How far the person has read in each stream, on all their devices: the last mark written stands. */
export interface ReadMarks {
  /** 0 where nothing was read. */
  readonly get: (stream: StreamName) => number
  set(stream: StreamName, seq: number): void
  onChange(listener: (stream: StreamName, seq: number) => void): Unlisten
  /** A mark from the server: another device's. */
  receive(mark: { stream: StreamName; seq: number }): void
  /** After each connection: what the server holds, and then what was set here and may not have arrived. */
  reload(marks: Iterable<{ stream: string; seq: number }>): void
  close(): void
}

/** @param tell tries to tell the server; false when there is no connection */
export function createReadMarks(tell: (mark: { stream: StreamName; seq: number }) => boolean): ReadMarks {
  const marks = new Map<StreamName, number>()
  const changes = createListeners<[StreamName, number]>()
  /** Set here since the server's marks were last read. */
  const own = new Map<StreamName, number>()
  const untold = new Set<StreamName>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function put(stream: StreamName, seq: number): void {
    if (marks.get(stream) === seq) return
    marks.set(stream, seq)
    changes.tell(stream, seq)
  }

  function flush(): void {
    timer = undefined
    for (const stream of untold) {
      if (tell({ stream, seq: marks.get(stream) ?? 0 })) untold.delete(stream)
    }
  }

  return {
    get: (stream) => marks.get(stream) ?? 0,
    set(stream, seq) {
      if (marks.get(stream) === seq) return
      own.set(stream, seq)
      untold.add(stream)
      put(stream, seq)
      timer ??= setTimeout(flush, COALESCE_MS)
    },
    onChange: changes.add,
    receive({ stream, seq }) {
      own.delete(stream)
      if (!untold.has(stream)) put(stream, seq)
    },
    reload(loaded) {
      const server = new Map([...loaded].map(({ stream, seq }) => [stream as StreamName, seq]))
      for (const [stream, seq] of own) if ((server.get(stream) ?? 0) < seq) untold.add(stream)
      own.clear()
      for (const [stream, seq] of server) if (!untold.has(stream)) put(stream, seq)
      for (const stream of untold) own.set(stream, marks.get(stream) ?? 0)
      flush()
    },
    close: () => clearTimeout(timer),
  }
}
