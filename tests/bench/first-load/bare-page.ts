/**
 * What the line alone costs: a static page with one script of as many bytes, which shows a button and answers when it is
 * pressed. Nothing can be usable earlier that brings as much.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const PAGE = `<!doctype html><meta charset="utf-8"><title>Bare</title><body><script src="/bare.js"></script></body>`
const START = `
const button = document.body.appendChild(document.createElement('button'))
button.textContent = 'Press'
button.onclick = () => (button.textContent = 'Pressed')
//`

export interface BarePage {
  readonly url: string
  close(): Promise<void>
}

/** @param bytes of the script, as they come over the line: noise, which nothing makes smaller */
export async function serveBarePage(bytes: number): Promise<BarePage> {
  const script = START + randomBytes(bytes).toString('base64').slice(0, bytes)
  const server = createServer((request, response) => {
    const isScript = request.url === '/bare.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : PAGE)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
