import type { ClientFeature } from '../platform/feature.ts'

/** A folder under features/ plugs itself in with feature.ts, and messages.ts (see french.ts); no list is kept by hand. */
const modules = import.meta.glob<{ default: ClientFeature }>('../features/*/feature.ts', { eager: true })

export const features: readonly ClientFeature[] = Object.values(modules).map((module) => module.default)
