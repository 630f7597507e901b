import type { Plugin } from 'vite'

const EMPTY_COMPONENT = 'export default { render: () => null }'

/**
 * Nuxt UI's root component imports its toasts, shown or not: `app/App.vue` turns them off there and shows them itself,
 * once the first screen stands.
 */
export function withoutRootToasts(): Plugin {
  return {
    name: 'without-root-toasts',
    enforce: 'pre',
    // The development server bundles that library beforehand, and weighs nothing.
    apply: 'build',
    resolveId: (source, importer) =>
      source === './Toaster.vue' && /@nuxt\/ui\/dist\/runtime\/components\/App\.vue/.test(importer ?? '')
        ? '\0no-toasts'
        : undefined,
    load: (id) => (id === '\0no-toasts' ? EMPTY_COMPONENT : undefined),
  }
}
