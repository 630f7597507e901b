/** Functions in a process of their own: what they cost is apart from what is measured. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

type Functions = Record<string, (argument: never) => unknown>
/** As the other process sees them. */
export type Remote<Of extends Functions> = {
  readonly [Name in keyof Of]: (...argument: Parameters<Of[Name]>) => Promise<Awaited<ReturnType<Of[Name]>>>
}
export interface RemoteProcess<Of extends Functions> {
  readonly call: Remote<Of>
  readonly pid: number
  stop(): Promise<void>
}

interface Call {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}
interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** In the process: answers calls until the other end is gone. */
export function serveRemote(functions: Functions): void {
  process.on('message', ({ id, name, argument }: Call) => {
    const answer = (rest: Omit<Answer, 'id'>) => process.send?.({ id, ...rest })
    Promise.resolve()
      .then(() => functions[name]?.(argument as never))
      .then(
        (value) => answer({ value }),
        (error: unknown) => answer({ error: (error as Error).stack ?? String(error) }),
      )
  })
  process.once('disconnect', () => process.exit(0))
}

/** @param file a program that calls `serveRemote` */
export function startRemote<Of extends Functions>(
  file: string,
  options: { readonly execArgv?: readonly string[] } = {},
): RemoteProcess<Of> {
  const child = fork(file, {
    execArgv: [...(options.execArgv ?? [])],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2_000)))
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let count = 0
  child.on('message', ({ id, value, error }: Answer) => {
    const { resolve, reject } = waiting.get(id) ?? {}
    waiting.delete(id)
    if (error === undefined) resolve?.(value)
    else reject?.(new Error(error))
  })
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}: ${complaints}`))
  })
  const call = new Proxy({} as Remote<Of>, {
    get: (_, name) => (argument: unknown) =>
      new Promise((resolve, reject) => {
        waiting.set(++count, { resolve, reject })
        child.send({ id: count, name, argument } as never)
      }),
  })
  return { call, pid: child.pid as number, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
