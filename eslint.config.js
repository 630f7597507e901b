import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { noImportThroughWalls } from './infra/eslint/no-import-through-walls.mjs'
import { walls } from './infra/eslint/walls.mjs'

const wallsForTests = walls.map((wall) => ({
  ...wall,
  closedTo: wall.closedTo.filter((target) => target !== 'npm:' && target !== 'node:'),
}))
const tests = ['**/*.test.ts', 'tests/**', 'packages/testing/**']

export default defineConfig(
  globalIgnores(['**/dist/**', '**/.cache/**', '**/.data/**', '**/node_modules/**']),
  js.configs.recommended,
  ts.configs.recommended,
  vue.configs['flat/recommended'],
  prettier,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      // Taking a field out by naming it beside `...rest` is no forgotten variable.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } },
  },
  {
    files: ['infra/**', 'server/src/main.ts', 'server/src/commands/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // A promise that nobody waits for loses its error: the one rule that needs types, and the slowest.
    files: ['server/src/**/*.ts', 'packages/*/src/**/*.ts', 'tests/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    files: ['server/src/**/*.ts', 'client/src/**/*.{ts,vue}', 'packages/*/src/**/*.ts'],
    ignores: [...tests, 'server/src/main.ts', 'server/src/commands/**', 'packages/embedded-mongo/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Configuration is parsed once in server/src/main.ts and passed down.',
        },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,ts,vue}'],
    plugins: { colloque: { rules: { 'no-import-through-walls': noImportThroughWalls } } },
    rules: { 'colloque/no-import-through-walls': ['error', { root: import.meta.dirname, walls }] },
  },
  {
    // A test may use Node and the tools of testing wherever it stands.
    files: ['**/*.test.ts'],
    rules: {
      'colloque/no-import-through-walls': ['error', { root: import.meta.dirname, walls: wallsForTests }],
    },
  },
)
