/** The root that every structured document has: its version, and what is said of it as a whole. */
export const META = 'meta'
