import type { ClientFeature } from '../platform/feature.ts'
import type { Messages } from '../platform/i18n.ts'
import * as platform from '../platform/messages.ts'
import * as ui from '../ui/messages.ts'
import * as app from './messages.ts'

/** A folder under features/ plugs itself in with feature.ts and messages.ts; no list is kept by hand. */
const modules = import.meta.glob<{ default: ClientFeature }>('../features/*/feature.ts', { eager: true })
const texts = import.meta.glob<Messages>('../features/*/messages.ts', { eager: true })

export const features: readonly ClientFeature[] = Object.values(modules).map((module) => module.default)

/** By namespace: `t('app.skip')`, `t('session.signIn')`. */
export const messages: Readonly<Record<string, Messages>> = {
  app,
  ui,
  platform,
  ...Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.split('/').at(-2) ?? path, text])),
}
