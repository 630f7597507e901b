/** The texts of signed versions, as the server keeps them: they never change, and are asked for once. */
import { PlanContentSchema, type PlanContent } from '@colloque/domain'
import { defineStore } from 'pinia'
import { markRaw, shallowReactive } from 'vue'
import { useClient } from '../client.ts'

export interface SignedText {
  /** The stored bytes, read as UTF-8: what is verified. */
  readonly text: string
  /** undefined when it is no plan that this release can read. */
  readonly content: PlanContent | undefined
}

export const useSignedTexts = defineStore('signedTexts', () => {
  const client = useClient()
  const texts = shallowReactive(new Map<string, SignedText>())
  client.onAccount(() => texts.clear())

  const find = (versionId: string): SignedText | undefined => texts.get(versionId)

  /**
   * @param again asks the server anew, to verify what it has now
   * @throws DomainError
   */
  async function load(caseId: string, versionId: string, { again = false } = {}): Promise<SignedText> {
    const known = texts.get(versionId)
    if (known && !again) return known
    const { text } = await client.api.query('planVersion', { id: caseId, versionId })
    const signed = markRaw({ text, content: parsed(text) })
    texts.set(versionId, signed)
    return signed
  }

  return { find, load }
})

/** @returns undefined for what is no plan, or of a later shape: it is shown as unreadable, never guessed at */
function parsed(text: string): PlanContent | undefined {
  try {
    return PlanContentSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
