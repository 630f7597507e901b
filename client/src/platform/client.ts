import { browserStorage, createColloqueClient } from '@colloque/sdk'
import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import { fetchBegun } from './fetchBegun.ts'

/** The connection to the server, one for the page. */
const useClientStore = defineStore('client', () => ({
  client: markRaw(
    createColloqueClient({ baseUrl: '', cookies: 'browser', storage: browserStorage(), fetch: fetchBegun }),
  ),
}))

export const useClient = () => useClientStore().client
