import type { Plugin } from 'vite'

/**
 * Tells the browser that the functions of the first scripts are called as soon as they are here: it compiles them
 * beside the page while they come over the line, and not one by one on the page's own thread when they are called.
 * A browser that does not know the comment passes over it. See https://v8.dev/blog/explicit-compile-hints.
 */
export function calledOnLoad(): Plugin {
  return {
    name: 'called-on-load',
    apply: 'build',
    generateBundle: {
      // The comment counts only where nothing stands before it: after those who write at the top themselves.
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? one : []))
        const first = new Set(
          chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName, imports }) => [fileName, ...imports]),
        )
        for (const chunk of chunks)
          if (first.has(chunk.fileName)) chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`
      },
    },
  }
}
