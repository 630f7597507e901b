import type { Plugin } from 'vite'

/**
 * The component library writes its colour variables into a <style> element when it starts, which a strict content
 * security policy refuses. They stand in src/app/theme.css instead: its plugin, and the head manager that it alone
 * needs, are replaced by empty ones.
 */
export function withoutRuntimeStyles(): Plugin {
  return {
    name: 'without-runtime-styles',
    enforce: 'pre',
    load: (id) =>
      /@nuxt\/ui\/dist\/runtime\/(plugins\/colors|vue\/plugins\/head)\.js/.test(id)
        ? 'export default { install() {} }'
        : undefined,
  }
}
