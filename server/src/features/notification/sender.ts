/** One attempt to reach one device through its push service (RFC 8030, 8291, 8292). */
import { createHash } from 'node:crypto'
import type { Agent } from 'node:https'
import webPush, { WebPushError } from 'web-push'
import type { VapidKeys } from '../../platform/vapid.ts'
import { addressOf } from './addresses.ts'
import { isPressing, type Delivery, type DeliveryKind } from './delivery.ts'
import type { Device } from './push-subscriptions.ts'

/** All that a push service ever carries, and that encrypted: the words are the receiving device's. */
export interface PushPayload {
  readonly kind: DeliveryKind
  /** A path of ids on our own origin. */
  readonly url: string
  /** The same for what replaces one another on the screen. */
  readonly tag: string
}

/** `gone`: the device is to be forgotten. `later`: worth another attempt, after so many milliseconds where it said. */
export type Outcome =
  | { readonly result: 'reached' | 'gone' | 'refused'; readonly status?: number }
  | { readonly result: 'later'; readonly status?: number; readonly afterMs?: number }

export type SendPush = (device: Device, delivery: Delivery, now: Date) => Promise<Outcome>

export function createPushSender(options: {
  keys: VapidKeys
  /** Who may be asked about what this server sends: an https or mailto address. */
  subject: string
  /** For a push service whose certificate is no public one. */
  agent?: Agent
  /** What became of an attempt; for metrics. */
  onSent?: (result: Outcome['result']) => void
}): SendPush {
  const { keys, subject, agent, onSent } = options
  const send: SendPush = async ({ endpoint, keys: deviceKeys }, delivery, now) => {
    const tag = tagOf(delivery)
    const payload: PushPayload = { kind: delivery.kind, url: addressOf(delivery), tag }
    try {
      await webPush.sendNotification({ endpoint, keys: deviceKeys }, JSON.stringify(payload), {
        vapidDetails: { subject, ...keys },
        TTL: Math.max(0, Math.floor((delivery.expiresAt.getTime() - now.getTime()) / 1_000)),
        urgency: isPressing(delivery.kind) ? 'high' : 'normal',
        topic: tag,
        timeout: 10_000,
        ...(agent ? { agent } : {}),
      })
      return { result: 'reached' }
    } catch (error) {
      return error instanceof WebPushError ? outcomeOf(error) : { result: 'later' }
    }
  }
  return async (...attempt) => {
    const outcome = await send(...attempt)
    onSent?.(outcome.result)
    return outcome
  }
}

function outcomeOf({ statusCode: status, headers }: WebPushError): Outcome {
  // 401 and 403: it was made with another key of ours. Forgotten, it is made anew when its browser next comes.
  if ([401, 403, 404, 410].includes(status)) return { result: 'gone', status }
  if (status !== 429 && status < 500) return { result: 'refused', status }
  const seconds = Number((headers as Record<string, string | undefined>)['retry-after'])
  return { result: 'later', status, ...(seconds > 0 ? { afterMs: seconds * 1_000 } : {}) }
}

/** Repetitions of one thing replace one another, and so do the messages of one thread. */
function tagOf({ kind, stream, threadId, entityId }: Delivery): string {
  const what = kind === 'message' ? `${stream} ${threadId ?? ''}` : entityId
  return createHash('sha256').update(what).digest('base64url').slice(0, 32)
}
