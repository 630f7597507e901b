import type { Fetch } from './http.ts'

/** A line on which nothing moves any more is given up; the file goes again. */
const SILENT_MS = 60_000

/** Tells how many bytes of the body have left. */
export type OnProgress = (sent: number) => void

/** How a body is sent so that one sees it go: `fetch` tells nothing of it, a browser's older way does. */
export function uploading(fetch: Fetch, onProgress: OnProgress): Fetch {
  return typeof XMLHttpRequest === 'undefined'
    ? fetch
    : (url, init) => exchangeByXhr(url, init ?? {}, onProgress)
}

function exchangeByXhr(url: string, init: RequestInit, onProgress: OnProgress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    let silence: ReturnType<typeof setTimeout> | undefined
    const abort = () => xhr.abort()
    const moves = () => {
      clearTimeout(silence)
      silence = setTimeout(abort, SILENT_MS)
    }
    const end = (settle: () => void) => () => {
      clearTimeout(silence)
      init.signal?.removeEventListener('abort', abort)
      settle()
    }
    const broken = end(() => reject(new TypeError('network')))
    xhr.open(init.method ?? 'GET', url)
    for (const [name, value] of Object.entries((init.headers ?? {}) as Record<string, string>))
      xhr.setRequestHeader(name, value)
    xhr.responseType = 'text'
    xhr.upload.onprogress = ({ loaded }) => {
      moves()
      onProgress(loaded)
    }
    xhr.onload = end(() => resolve(responseOf(xhr)))
    xhr.onerror = broken
    xhr.onabort = broken
    if (init.signal?.aborted) return broken()
    init.signal?.addEventListener('abort', abort)
    moves()
    xhr.send(init.body as Blob)
  })
}

function responseOf(xhr: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const name of ['content-type', 'retry-after']) {
    const value = xhr.getResponseHeader(name)
    if (value !== null) headers.set(name, value)
  }
  return new Response(xhr.responseText, { status: xhr.status, headers })
}
