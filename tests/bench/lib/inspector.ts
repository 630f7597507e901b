/**
 * Node's inspector of a server that runs as in production: collects its garbage before memory is read, and takes
 * processor profiles. The server has to be started with `NODE_OPTIONS=--inspect-port=<port>`, which opens nothing yet.
 */
import { writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

export interface Inspector {
  call<Answer>(method: string, params?: object): Promise<Answer>
  close(): void
}

/** Opens the inspector of a process by SIGUSR1. @throws when it does not open within ten seconds */
export async function openInspector(pid: number, port: number): Promise<Inspector> {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await addressOf(port))
  await new Promise((opened, failed) => {
    socket.onopen = opened
    socket.onerror = () => failed(new Error('the inspector does not answer'))
  })
  const waiting = new Map<number, (message: { result?: unknown }) => void>()
  let count = 0
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as { id?: number; result?: unknown }
    if (message.id !== undefined) waiting.get(message.id)?.(message)
  }
  return {
    call: <Answer>(method: string, params: object = {}) =>
      new Promise<Answer>((resolve) => {
        waiting.set(++count, ({ result }) => resolve(result as Answer))
        socket.send(JSON.stringify({ id: count, method, params }))
      }),
    close: () => socket.close(),
  }
}

/** Takes a processor profile of a server while something runs, to be opened in a browser's developer tools. */
export async function profiled<T>(inspector: Inspector, file: string, work: () => Promise<T>): Promise<T> {
  await inspector.call('Profiler.enable')
  await inspector.call('Profiler.setSamplingInterval', { interval: 200 })
  await inspector.call('Profiler.start')
  try {
    return await work()
  } finally {
    const { profile } = await inspector.call<{ profile: object }>('Profiler.stop')
    await writeFile(file, JSON.stringify(profile))
  }
}

async function addressOf(port: number): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      const targets = await fetch(`http://127.0.0.1:${port}/json/list`)
      const [target] = (await targets.json()) as { webSocketDebuggerUrl: string }[]
      if (target) return target.webSocketDebuggerUrl
    } catch {
      // Not open yet.
    }
    await wait(50)
  }
  throw new Error('the inspector does not open')
}
