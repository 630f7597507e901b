import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'

/** Our additions to what the stock provider speaks; see docs/boards.md. */
export interface BoardMessages {
  saved(count: number, seq: number): void
  refused(code: string): void
  returned(text: string): void
  welcome(access: 'write' | 'read', seq: number): void
}

/** Teaches a provider the message types from 100. */
export function listenTo(provider: WebsocketProvider, messages: BoardMessages): void {
  const on = (type: number, read: (decoder: decoding.Decoder) => void) => {
    provider.messageHandlers[type] = (_encoder, decoder) => read(decoder)
  }
  on(100, (decoder) => messages.saved(decoding.readVarUint(decoder), decoding.readVarUint(decoder)))
  on(101, (decoder) => messages.refused(String(readJson(decoder)['code'])))
  on(102, (decoder) => messages.returned(String(readJson(decoder)['text'])))
  on(103, (decoder) => {
    const { access, seq } = readJson(decoder)
    messages.welcome(access === 'write' ? 'write' : 'read', Number(seq))
  })
}

function readJson(decoder: decoding.Decoder): Record<string, unknown> {
  return JSON.parse(decoding.readVarString(decoder)) as Record<string, unknown>
}

/** A WebSocket class that tells of each new socket and each frame sent on it. */
export function observedSocket(
  Base: typeof WebSocket,
  observer: { opened(): void; sent(frame: unknown): void },
): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      observer.opened()
    }

    override send(frame: Parameters<WebSocket['send']>[0]): void {
      observer.sent(frame)
      super.send(frame)
    }
  }
}
