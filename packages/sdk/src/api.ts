/** The HTTP side of the contract: queries, commands for those without a socket, files. */
import {
  queryPaths,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type Demo,
  type QueryName,
  type QueryOutput,
  type QueryParams,
  type QuerySearch,
} from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { filePath, nameHeader, type FilePlace } from './file-place.ts'
import { blobOf, exchange, jsonOf, type Fetch } from './http.ts'
import type { SessionKeeper } from './session-keeper.ts'
import { uploading, type OnProgress } from './upload.ts'

/** What a command that was taken answers: the state of its entity, and the seq of the change. */
export interface Done<Name extends CommandName = CommandName> {
  readonly data: CommandOutput<Name>
  readonly seq: number
}

/** The search part may be left out where nothing in it is required. */
type SearchArgument<Search> = Record<never, never> extends Search ? [search?: Search] : [search: Search]

export interface UploadOptions {
  /** Told in bytes: as they leave where the platform shows it, at the beginning and at the end elsewhere. */
  readonly onProgress?: OnProgress
  /** Breaks the upload off. */
  readonly signal?: AbortSignal
}

export interface Api {
  /** @throws DomainError */
  query<Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
    ...search: SearchArgument<QuerySearch<Name>>
  ): Promise<QueryOutput<Name>>
  /** One attempt, over HTTP. What must not be lost goes through the outbox. @throws DomainError */
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Done<Name>>
  /**
   * A route that is neither: of one's own session and passkeys.
   * @param path below `/api/v1`
   * @returns undefined where it answers nothing
   * @throws DomainError
   */
  ask(method: string, path: string, body?: object): Promise<unknown>
  /** The same where nobody need have signed in: links that let somebody in, steps of signing in. @throws DomainError */
  askOpenly(method: string, path: string, body?: object): Promise<unknown>
  /** A file that a route makes: an export, a journal. @param path below `/api/v1`. @throws DomainError */
  download(path: string): Promise<Blob>
  /** The accounts of the demo; undefined where the server is no demo. */
  demo(): Promise<Demo | undefined>
  /** Puts a file. Sent twice under the same id, it is there once. @throws DomainError */
  putFile(
    place: FilePlace | string,
    fileId: string,
    blob: Blob,
    name: string,
    options?: UploadOptions,
  ): Promise<void>
  /** Where a file is read. It wants the access token: for a picture on a page see `readFile`. */
  fileUrl(place: FilePlace | string, fileId: string): string
  /** @throws DomainError */
  readFile(place: FilePlace | string, fileId: string): Promise<Blob>
}

export function createApi(baseUrl: string, session: SessionKeeper, fetch: Fetch): Api {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await session.fetch(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return response.status === 204 ? undefined : jsonOf(response)
  }
  return {
    async query(name, params, ...search) {
      const response = await session.fetch(pathOf(name, params, search[0] ?? {}))
      return (await jsonOf(response)) as never
    },
    async command(name, input) {
      const { data, seq } = (await ask('POST', `/commands/${name}`, input)) as Done<typeof name>
      return { data, seq }
    },
    ask,
    async askOpenly(method, path, body) {
      const response = await session.askOpenly(method, path, body)
      return response.status === 204 ? undefined : jsonOf(response)
    },
    async download(path) {
      return blobOf(await session.fetch(`/api/v1${path}`))
    },
    async demo() {
      try {
        const response = await exchange(fetch, `${baseUrl}/api/v1/demo`, { credentials: 'omit' })
        const { readDemo } = await import('./read-answers.ts')
        return readDemo(await jsonOf(response))
      } catch (error) {
        if (error instanceof DomainError && ['not_found', 'unauthenticated'].includes(error.code))
          return undefined
        throw error
      }
    },
    async putFile(place, fileId, blob, name, { onProgress = () => undefined, signal } = {}) {
      onProgress(0)
      await session.fetch(
        filePath(place, fileId),
        {
          method: 'PUT',
          headers: {
            'content-type': blob.type || 'application/octet-stream',
            'content-disposition': nameHeader(name),
          },
          body: blob,
          ...(signal ? { signal } : {}),
        },
        uploading(fetch, onProgress),
      )
      onProgress(blob.size)
    },
    fileUrl: (place, fileId) => baseUrl + filePath(place, fileId),
    async readFile(place, fileId) {
      return blobOf(await session.fetch(filePath(place, fileId)))
    },
  }
}

function pathOf(name: QueryName, params: object, search: object): string {
  const given = new Map(Object.entries(params))
  const path = queryPaths[name].replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String(given.get(key))),
  )
  const terms = Object.entries(search).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  )
  return `/api/v1${path}${terms.length > 0 ? `?${new URLSearchParams(terms).toString()}` : ''}`
}
