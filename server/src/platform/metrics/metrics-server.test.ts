import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createMetricsServer } from './metrics-server.ts'

const servers: ReturnType<typeof createMetricsServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(token: string | undefined, metrics = () => Promise.resolve('colloque_info 1\n')) {
  const server = createMetricsServer({ token, metrics })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return (path: string, authorization?: string, method = 'GET') =>
    fetch(url + path, {
      method,
      headers: { Connection: 'close', ...(authorization ? { authorization } : {}) },
    })
}

it('answers at one path, in Prometheus’s format', async () => {
  const ask = await listening(undefined)
  const answer = await ask('/metrics')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await answer.text()).toBe('colloque_info 1\n')
  expect((await ask('/')).status).toBe(404)
  expect((await ask('/metrics', undefined, 'POST')).status).toBe(404)
})

it('asks for the token where there is one', async () => {
  const ask = await listening('a token of the tests')
  expect((await ask('/metrics')).status).toBe(401)
  expect((await ask('/metrics', 'Bearer another')).status).toBe(401)
  expect((await ask('/metrics', 'Bearer a token of the tests')).status).toBe(200)
})

it('says nothing of what went wrong', async () => {
  const ask = await listening(undefined, () => Promise.reject(new Error('secret')))
  const answer = await ask('/metrics')
  expect(answer.status).toBe(500)
  expect(await answer.text()).toBe('')
})
