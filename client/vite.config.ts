import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { withoutPolling } from './build/withoutPolling.ts'
import { withoutRootToasts } from './build/withoutRootToasts.ts'
import { withoutRuntimeStyles } from './build/withoutRuntimeStyles.ts'
import { oneLanguageEach } from './build/oneLanguageEach.ts'
import { oneNamespaceEach } from './build/oneNamespaceEach.ts'
import { textsWithFeatures } from './build/textsWithFeatures.ts'
import { componentTheme } from './build/componentTheme.ts'
import { withoutJsonSchema } from './build/withoutJsonSchema.ts'
import { precompressed } from './build/precompressed.ts'
import { calledOnLoad } from './build/calledOnLoad.ts'
import { schemasApart } from './build/schemasApart.ts'
import { madeByBuild } from './build/madeByBuild.ts'
import { iconsWithModules } from './build/iconsWithModules.ts'
import { earlyScript } from './build/earlyScript.ts'

/** The server that the development page talks to. */
const SERVER = process.env.COLLOQUE_SERVER ?? 'http://127.0.0.1:3000'

export default defineConfig(({ command }) => ({
  plugins: [
    vue(),
    withoutRuntimeStyles(),
    withoutPolling(),
    withoutRootToasts(),
    oneNamespaceEach(),
    oneLanguageEach(),
    textsWithFeatures(),
    withoutJsonSchema(),
    madeByBuild(),
    iconsWithModules(),
    schemasApart(),
    calledOnLoad(),
    precompressed(),
    earlyScript(),
    ui({
      // preferences.ts and public/colour-mode.js do it, without an inline script.
      colorMode: false,
      autoImport: false,
      // Only the components of the library are found by name (types: src/nuxt-ui.d.ts); ours are imported.
      components: { dirs: [] },
      dts: false,
      // Every icon is in the build; none is asked of a server (see platform/icons.ts). Those that the library itself
      // shows always are; ours come with their modules (build/iconsWithModules.ts).
      icon: {
        mode: 'svg',
        clientBundle:
          command === 'build'
            ? {}
            : {
                scan: { globInclude: ['src/**/*.{vue,ts}'], globExclude: ['**/*.test.ts'] },
                sizeLimitKb: 96,
              },
      },
      experimental: { componentDetection: command === 'build' },
      theme: { colors: ['primary', 'neutral', 'success', 'info', 'warning', 'error'] },
      ui: componentTheme,
    }),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: ['icon.svg', 'icon-192.png', 'icon-512.png', 'colour-mode.js'],
      manifest: {
        id: '/',
        name: 'Colloque',
        short_name: 'Colloque',
        description: "La coordination d'une équipe de soins autour d'une personne",
        lang: 'fr',
        start_url: '/',
        display: 'standalone',
        background_color: '#f6f8f8',
        theme_color: '#0b6b6f',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      // Its name in the build: browsers that have an earlier release ask for sw.js.
      filename: 'sw.ts',
      injectManifest: { globPatterns: ['**/*.{js,css,html,woff2}'], rollupFormat: 'iife' },
    }),
  ],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: {
    port: 5173,
    proxy: {
      '/api': SERVER,
      '/socket.io': { target: SERVER, ws: true },
      '/yjs': { target: SERVER, ws: true },
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Changes seldom: kept apart so that a new release does not fetch it again.
            {
              name: 'vue',
              test: /node_modules\/(\.pnpm\/)?(@vue|vue|vue-router|pinia|vue-i18n|@intlify)[@+/]/,
            },
            // What checks input (build/schemasApart.ts): the first screen does without it.
            { name: 'schemas', test: /node_modules\/(\.pnpm\/)?zod[@/]|\?schemas$/ },
            // All else that the entry imports, Accueil with it: a file each costs more than what a release fetches anew.
            { name: 'first', tags: ['$initial'] },
            // Those that only later screens show.
            { name: 'icons', test: /virtual:icon\// },
            // On demand: boards ask for them. A group takes along what its modules import: Yjs first, so that the
            // summary of a board does not come with the editor.
            { name: 'yjs', test: /node_modules\/(\.pnpm\/)?(yjs|lib0|y-protocols|y-websocket)[@/]/ },
            // Menus need it as well as the editor's suggestions: they must not bring the editor along.
            { name: 'floating', test: /node_modules\/(\.pnpm\/)?@floating-ui/ },
            { name: 'editor', test: /node_modules\/(\.pnpm\/)?(@?tiptap|prosemirror)/ },
          ],
        },
      },
    },
  },
}))
