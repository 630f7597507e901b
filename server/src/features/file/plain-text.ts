/** Words that make a browser or a shell take a text for more than a text. */
const MARKUP = /<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)\b|^\s*<[a-z!?/]|^#!/i
/** In characters: further in, no program looks for what a text might be. */
const LOOKED_AT = 16 * 1024

/**
 * Follows bytes as they pass and tells whether they are plain text: UTF-8 throughout, no control character but
 * tabs, line ends and form feeds, and nothing at the beginning that some program would run or render.
 */
export class PlainTextCheck {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #start = ''
  #holds = true

  push(bytes: Uint8Array): void {
    if (this.#holds) this.#take(() => this.#decoder.decode(bytes, { stream: true }))
  }

  /** @returns the verdict on all that was pushed */
  end(): boolean {
    if (this.#holds) this.#take(() => this.#decoder.decode())
    return this.#holds && !MARKUP.test(this.#start)
  }

  #take(decode: () => string): void {
    try {
      const text = decode()
      // eslint-disable-next-line no-control-regex -- refusing control characters is the point
      if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) this.#holds = false
      if (this.#start.length < LOOKED_AT) this.#start += text.slice(0, LOOKED_AT - this.#start.length)
    } catch {
      this.#holds = false
    }
  }
}
