/**
 * Import this before anything else, in a page whose content security policy forbids `eval`: zod would try whether it
 * may make code for its schemas, and the browser reports each attempt as a violation. The settings stand where zod
 * takes them up when it is loaded, so that it need not be there yet.
 */
const settings = globalThis as { __zod_globalConfig?: { jitless?: boolean } }

settings.__zod_globalConfig = { ...settings.__zod_globalConfig, jitless: true }
