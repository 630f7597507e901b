import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, expect, it } from 'vitest'
import { blobOf, exchange, jsonOf } from './http.ts'

const CUT = { code: 'unavailable', data: { reason: 'network' } }

async function answering(listener: RequestListener): Promise<() => Promise<Response>> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return () => exchange(fetch, `http://127.0.0.1:${port}/`, {})
}

/** An answer whose wire breaks once half of it has come. */
const cutShort =
  (status: number): RequestListener =>
  (_request, response) => {
    const body = JSON.stringify({
      ok: false,
      error: { code: 'already_claimed', data: { by: 'x'.repeat(64) } },
    })
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
    response.write(body.slice(0, body.length / 2), () => setTimeout(() => response.destroy(), 50))
  }

it('an answer that breaks off in the middle is no answer', async () => {
  const ask = await answering(cutShort(200))
  await expect(ask().then(jsonOf)).rejects.toMatchObject(CUT)
  await expect(ask().then(blobOf)).rejects.toMatchObject(CUT)
})

it('a refusal that breaks off in the middle decides nothing', async () => {
  const ask = await answering(cutShort(409))
  await expect(ask()).rejects.toMatchObject(CUT)
})

it('the page of a hotel in place of the answer is no answer', async () => {
  const ask = await answering((_request, response) => void response.end('<html>Bienvenue au Wi-Fi</html>'))
  await expect(ask().then(jsonOf)).rejects.toMatchObject(CUT)
})

it('a refusal says its code and data, one of a proxy its status', async () => {
  const refused = await answering((_request, response) =>
    response
      .writeHead(409)
      .end(JSON.stringify({ ok: false, error: { code: 'already_claimed', data: { by: 'Anne' } } })),
  )
  await expect(refused()).rejects.toMatchObject({ code: 'already_claimed', data: { by: 'Anne' } })
  const proxied = await answering((_request, response) => response.writeHead(502).end('<html>'))
  await expect(proxied()).rejects.toMatchObject({ code: 'unavailable', data: { status: 502 } })
})
