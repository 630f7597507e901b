import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { useClient } from '../client.ts'

/** What is being written to relatives or to the team, by case: leaving the page loses no word. In memory alone. */
export const useSharedDrafts = defineStore('sharedDrafts', () => {
  const texts = reactive(new Map<string, string>())
  useClient().onAccount(() => texts.clear())
  return { texts }
})
