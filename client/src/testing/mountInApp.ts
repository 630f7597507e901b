import { mount, type ComponentMountingOptions } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { features } from '../app/features.ts'
import { featuresKey } from '../platform/feature.ts'
import { createTranslations } from '../platform/i18n.ts'
import { neverFetchIcons } from '../platform/icons.ts'
import { allFrench } from './allFrench.ts'

/** For tests: mounts a component with what the app gives to all of them: texts in French, a router, stores. */
export function mountInApp(component: Component, options: ComponentMountingOptions<Component> = {}) {
  neverFetchIcons()
  const anywhere = [{ path: '/:path(.*)*', component: { template: '<p />' } }]
  return mount(component, {
    attachTo: document.body,
    ...options,
    global: {
      plugins: [
        createPinia(),
        createTranslations({ fr: allFrench }, 'fr'),
        createRouter({ history: createMemoryHistory(), routes: anywhere }),
      ],
      provide: { [featuresKey]: features },
      ...options.global,
    },
  })
}
