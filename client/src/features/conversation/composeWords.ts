import type { RichText } from '@colloque/domain'

/** What is being written: the words, and their shape and names where they have any. */
export interface Words {
  readonly text: string
  readonly body: RichText | null
}
