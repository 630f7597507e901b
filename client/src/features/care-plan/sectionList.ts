/** The sections of a plan as they are read, from the person to what was not retained. */
export const SECTIONS = [
  'person',
  'wishes',
  'situation',
  'health',
  'supports',
  'needs',
  'treatment',
  'objectives',
  'actions',
  'alerts',
  'reviews',
  'notRetained',
] as const
export type SectionName = (typeof SECTIONS)[number]

/** Of the element on the page. */
export const sectionId = (name: SectionName) => `plan-${name}`

/** Brings a section up, and the keyboard with it. */
export function goToSection(name: SectionName): void {
  const heading = document.getElementById(sectionId(name))
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}
