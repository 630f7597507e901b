import { setCustomIconsLoader } from '@iconify/vue'

/**
 * Icons come with the build. One that is missing stays empty: without this it would be asked of a server outside,
 * which the origin alone, and the house's privacy, forbid.
 */
export function neverFetchIcons() {
  setCustomIconsLoader(() => null, 'lucide')
}
