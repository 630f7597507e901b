/**
 * A push service as browsers' makers run them: HTTPS, one endpoint for each subscription, answers that a test sets.
 * What it receives it cannot read; the subscriber made here can (RFC 8291).
 */
import { execFile } from 'node:child_process'
import { createECDH, randomBytes, randomUUID, type ECDH } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Agent, createServer } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PushPayload } from '../features/notification/sender.ts'

// The decryption that web-push brings along; it is a dependency of that package, not of ours.
const ece = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece') as {
  decrypt(body: Buffer, options: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }): Buffer
}

export interface Received {
  readonly headers: IncomingHttpHeaders
  /** As the browser would decrypt it. */
  readonly text: string
  readonly payload: PushPayload
}

export interface Subscriber {
  readonly subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  readonly received: Received[]
  /** How often the service was asked to deliver, whatever it answered. */
  asked: number
  /** What the service answers next, before it says 201 again. */
  readonly answers: { status: number; headers?: Record<string, string> }[]
}

export interface PushService {
  readonly host: string
  /** Trusts the certificate of this service alone. */
  readonly agent: Agent
  subscriber(): Subscriber
  stop(): Promise<void>
}

export async function startPushService(): Promise<PushService> {
  const { key, cert } = await certificate()
  const subscribers = new Map<string, { subscriber: Subscriber; ecdh: ECDH; auth: string }>()
  const server = createServer({ key, cert }, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const held = subscribers.get(request.url ?? '')
      if (!held) return void response.writeHead(404).end()
      held.subscriber.asked += 1
      const { status, headers } = held.subscriber.answers.shift() ?? { status: 201 }
      if (status === 201) {
        const options = { version: 'aes128gcm', privateKey: held.ecdh, authSecret: held.auth } as const
        const text = ece.decrypt(Buffer.concat(parts), options).toString('utf8')
        held.subscriber.received.push({
          headers: request.headers,
          text,
          payload: JSON.parse(text) as PushPayload,
        })
      }
      response.writeHead(status, headers).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const host = `localhost:${(server.address() as AddressInfo).port}`
  const agent = new Agent({ ca: cert })

  return {
    host,
    agent,
    subscriber: () => {
      const path = `/push/${randomUUID()}`
      const ecdh = createECDH('prime256v1')
      const p256dh = ecdh.generateKeys('base64url')
      const auth = randomBytes(16).toString('base64url')
      const subscriber: Subscriber = {
        subscription: { endpoint: `https://${host}${path}`, keys: { p256dh, auth } },
        received: [],
        asked: 0,
        answers: [],
      }
      subscribers.set(path, { subscriber, ecdh, auth })
      return subscriber
    },
    stop: () =>
      new Promise((stopped) => {
        agent.destroy()
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}

async function certificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'colloque-push-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ])
  const made = { key: await readFile(key), cert: await readFile(cert) }
  await rm(folder, { recursive: true })
  return made
}
