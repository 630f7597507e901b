import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/**
 * The walls between folders. Each entry: who must not import what, and where the code should go instead.
 * Package boundaries are held besides by pnpm's strict node_modules and the TypeScript project references.
 */
const wall = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
})

export default ts.config(
  { ignores: ['**/dist/**', '.cache/**', '.data/**', '**/node_modules/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  prettier,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
    },
  },
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } } },
  { files: ['infra/**', 'server/src/main.ts', 'server/src/commands/**'], rules: { 'no-console': 'off' } },
  {
    files: ['server/src/**/*.ts', 'packages/*/src/**/*.ts', 'tests/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    files: ['server/src/**/*.ts', 'client/src/**/*.{ts,vue}', 'packages/*/src/**/*.ts'],
    ignores: ['server/src/main.ts', 'server/src/commands/**', '**/*.test.ts', 'packages/testing/**', 'packages/embedded-mongo/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is parsed once in server/src/main.ts and passed down.' },
      ],
    },
  },
  wall(['server/src/platform/**/*.ts'], [
    { group: ['**/features/**'], message: 'The platform knows no feature: pass what it needs in from app.ts.' },
  ]),
  wall(['server/src/features/*/**/*.ts'], [
    {
      regex: '^\\.\\./(?!care-circle/)[a-z-]+/',
      message: 'A feature imports packages, platform and care-circle only. What two features share happens in app.ts, on changes.',
    },
  ]),
  wall(['client/src/ui/**/*'], [
    { group: ['**/features/**', '@colloque/*'], message: 'ui/ is free of the domain: pass values in as props, or move the component to a feature.' },
  ]),
  wall(['client/src/platform/**/*'], [
    { group: ['**/features/**'], message: 'The platform knows no feature: register from app/.' },
  ]),
)
