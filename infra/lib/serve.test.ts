import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProject } from './paths.mjs'

/** Closes in a tenth of a second and says how often it was told to; a repeated signal must not cut it short. */
const ORDERLY = `
  let told = 0
  const alive = setInterval(() => {}, 1000)
  const close = () => {
    if (++told > 1) return
    setTimeout(() => { console.log('closed'); clearInterval(alive) }, 100)
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
  console.log('listening on ' + process.env.PORT)
`
const STUBBORN = `
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})
  setInterval(() => {}, 1000)
  console.log('listening')
`
const REFUSING = `console.error('The folder is in use.'); process.exit(3)`

let folder: string
const started: ChildProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'colloque-serve-'))
})

afterAll(async () => {
  for (const child of started) if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  await rm(folder, { recursive: true })
})

/** Serves a stand-in for the server in a process group of its own, as a terminal does. */
function serving(name: string, source: string) {
  const entry = path.join(folder, `${name}.mjs`)
  writeFileSync(entry, source)
  const script = `
    const { serve } = await import(${JSON.stringify(inProject('infra/lib/serve.mjs'))})
    process.exitCode = await serve({ ...process.env, PORT: '4321' }, ${JSON.stringify(entry)})`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { detached: true })
  started.push(child)
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return {
    pid: child.pid!,
    said: (words: string) => expect.poll(() => output, { timeout: 10_000 }).toContain(words),
    ended: once(child, 'exit').then(([code]) => ({ code, output })),
  }
}

const someoneIsLeft = (group: number) => {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}

describe('serving', () => {
  it('ends with 0 when Ctrl-C reaches the whole group, and leaves nobody behind', async () => {
    const server = serving('orderly', ORDERLY)
    await server.said('listening on 4321')
    process.kill(-server.pid, 'SIGINT')
    // npm passes Ctrl-C on once more.
    process.kill(server.pid, 'SIGINT')
    const { code, output } = await server.ended
    expect(output).toContain('closed')
    expect(code).toBe(0)
    expect(someoneIsLeft(server.pid)).toBe(false)
  })

  it('passes on a signal that only itself was sent', async () => {
    const server = serving('orderly', ORDERLY)
    await server.said('listening')
    process.kill(server.pid, 'SIGTERM')
    const { code, output } = await server.ended
    expect(output).toContain('closed')
    expect(code).toBe(0)
  })

  it('ends a server that does not close when asked again', async () => {
    const server = serving('stubborn', STUBBORN)
    await server.said('listening')
    process.kill(server.pid, 'SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 1200))
    process.kill(server.pid, 'SIGINT')
    const { code, output } = await server.ended
    expect(output).toContain('Stopped without waiting')
    expect(code).toBe(1)
    expect(someoneIsLeft(server.pid)).toBe(false)
  })

  it('ends with the code of a server that refuses to start', async () => {
    const { code, output } = await serving('refusing', REFUSING).ended
    expect(output).toBe('The folder is in use.\n')
    expect(code).toBe(3)
  })
})
