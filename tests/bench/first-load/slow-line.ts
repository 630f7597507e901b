/**
 * A page on a slow line and a slow processor, in a real browser: a phone of the middle range on 3G, as the browser's
 * own tools imitate them. The server and the loopback stay as fast as the machine is.
 */
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core'

const BYTES_PER_KBIT = 125
const LINE = { downKbit: 1_600, upKbit: 750, latencyMs: 150, slowerProcessor: 4 }

export const PHONE = { width: 390, height: 844 }

export interface Received {
  /** Of the application: pages, scripts, styles. */
  readonly bytes: number
  /** Answers of the API, and the frames of sockets: what somebody's cases weigh. */
  readonly dataBytes: number
  readonly requests: number
}

export interface SlowPage {
  readonly page: Page
  readonly cdp: CDPSession
  /** What has come over the line so far, headers included. */
  received(): Received
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A page that has not gone anywhere yet, on the line described above. */
export async function openSlowPage(context: BrowserContext): Promise<SlowPage> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const received = { bytes: 0, dataBytes: 0, requests: 0 }
  const ofData = new Set<string>()
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    received.requests++
    if (new URL(request.url).pathname.startsWith('/api/')) ofData.add(requestId)
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    received[ofData.has(requestId) ? 'dataBytes' : 'bytes'] += encodedDataLength
  })
  cdp.on('Network.webSocketFrameReceived', ({ response }) => {
    received.dataBytes += response.payloadData.length
  })
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LINE.latencyMs,
    downloadThroughput: LINE.downKbit * BYTES_PER_KBIT,
    uploadThroughput: LINE.upKbit * BYTES_PER_KBIT,
  })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: LINE.slowerProcessor })
  return { page, cdp, received: () => ({ ...received }) }
}

/** Presses the middle of what stands there as a finger or a mouse would: through the browser's own input. */
export async function press(cdp: CDPSession, { x, y }: { x: number; y: number }): Promise<void> {
  const at = { x, y, button: 'left', clickCount: 1 } as const
  await cdp.send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed' })
  await cdp.send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased' })
}
