import { ref } from 'vue'

type Names = Pick<typeof import('@colloque/interactions'), 'COMMON_MEDICATIONS' | 'searchMedications'>

/** How many names a field offers. */
const MOST = 8

/**
 * Names of common medications as one types; a name that is chosen brings its code, so that what replaces a line is
 * checked as well. Without them, free words do. Call in setup.
 */
export function useKnownNames() {
  const suggestions = ref<readonly string[]>([])
  let names: Names | undefined
  // Fetched as the first letters are typed: most answers replace nothing.
  const load = () =>
    import('@colloque/interactions').then(
      (loaded) => (names = loaded),
      () => undefined,
    )

  function lookUp(typed: string): { readonly atc: string | null } {
    if (!names) {
      void load().then(() => names && lookUp(typed))
      return { atc: null }
    }
    suggestions.value =
      typed.trim().length > 1
        ? names
            .searchMedications(typed)
            .slice(0, MOST)
            .map(({ name }) => name)
        : []
    const found = names.COMMON_MEDICATIONS.find(({ name }) => name === typed.trim())
    // Of a product with several codes the field of the log takes none.
    return { atc: found && !found.atc.includes(';') ? found.atc : null }
  }
  void load()

  return { suggestions, lookUp }
}
