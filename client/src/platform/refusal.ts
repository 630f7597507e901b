import { useI18n } from 'vue-i18n'

/** What somebody is asked to tell others of: it has a number by which they find it. */
const TOLD_TO_OTHERS: readonly string[] = ['internal', 'storage_full']

/**
 * Turns whatever was thrown into a sentence: what happened, what to do, what is kept. What has a number to quote has it
 * on a second line.
 */
export function useErrorSentence() {
  const { t, te } = useI18n({ useScope: 'global' })
  return (error: unknown): string => {
    const { code, data } = readRefusal(error)
    const why = `platform.refusals.${whyOf(code, data)}`
    if (te(why, 'fr')) return t(why, { ...data })
    const key = `platform.errors.${code}`
    const seconds = Math.ceil(Number(data.retryAfter ?? 30))
    const sentence = te(key, 'fr') ? t(key, { ...data, seconds }) : t('platform.errors.internal')
    const { requestId } = data
    if (!TOLD_TO_OTHERS.includes(code) || typeof requestId !== 'string') return sentence
    return `${sentence}\n${t('platform.errors.reference', { requestId })}`
  }
}

/** Of decisions alone: a server that is away says `why` of other things. */
function whyOf(code: string, { why, status }: Readonly<Record<string, unknown>>): string {
  if (code !== 'invalid' && code !== 'conflict') return ''
  return typeof why === 'string' ? why : status === 'closed' ? 'closed' : ''
}

function readRefusal(error: unknown): { code: string; data: Readonly<Record<string, unknown>> } {
  if (!(error instanceof Error) || !('code' in error)) return { code: 'internal', data: {} }
  const data = 'data' in error && typeof error.data === 'object' ? error.data : null
  return { code: String(error.code), data: (data ?? {}) as Record<string, unknown> }
}
