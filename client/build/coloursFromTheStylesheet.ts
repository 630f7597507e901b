import type { Plugin } from 'vite'

/**
 * The component library writes its colour variables into a <style> element when it starts, which a strict content
 * security policy refuses. They stand in src/app/theme.css instead, and its plugin is replaced by an empty one.
 */
export function coloursFromTheStylesheet(): Plugin {
  return {
    name: 'colours-from-the-stylesheet',
    enforce: 'pre',
    load(id) {
      return /@nuxt\/ui\/dist\/runtime\/plugins\/colors\.js/.test(id)
        ? 'export default { install() {} }'
        : undefined
    },
  }
}
