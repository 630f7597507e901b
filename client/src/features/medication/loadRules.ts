/** The rules and the common medications: fetched when the treatment is first looked at, once for the page. */
export type Rules = typeof import('@colloque/interactions')

let loading: Promise<Rules> | undefined

/** @throws TypeError where they are neither here nor to be had; the next call tries again */
export function loadRules(): Promise<Rules> {
  loading ??= import('@colloque/interactions').catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}
