/** Vitest's setup of those tests that start servers: they copy one demo house. */
export { keepDemoHouses as default } from '@colloque/testing'
