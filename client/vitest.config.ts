import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { componentTheme } from './build/componentTheme.ts'

export default defineConfig({
  plugins: [
    vue(),
    ui({
      colorMode: false,
      autoImport: false,
      components: { dirs: [] },
      dts: false,
      icon: { mode: 'svg', clientBundle: false },
      ui: componentTheme,
    }),
  ],
  test: {
    name: 'client',
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    root: import.meta.dirname,
  },
})
