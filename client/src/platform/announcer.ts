/** One polite live region for the whole page: what changed, for those who do not see it change. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const useAnnouncer = defineStore('announcer', () => {
  const text = ref('')

  /** Said once the reader has finished what it says. The same words twice are said twice. */
  function announce(words: string) {
    // A region whose text does not change stays silent.
    text.value = text.value === words ? `${words}\u00A0` : words
  }

  return { text, announce }
})
