import type { RouteLocationRaw, Router } from 'vue-router'

/** Loads the page that an address leads to before anybody goes there; without a network it comes when they do. */
export function prepareRoute(router: Router, to: RouteLocationRaw): void {
  for (const { components } of router.resolve(to).matched)
    for (const component of Object.values(components ?? {}))
      if (typeof component === 'function') void load(component as () => unknown)
}

async function load(component: () => unknown): Promise<void> {
  try {
    await component()
  } catch {
    // Going there asks again, and says so.
  }
}
