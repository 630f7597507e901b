/** The words beside a circle or a square are pressed as well: over the whole height of their row. */
const WHOLE_ROW = '-my-3 py-3 text-base'

/** Written out: the style sheet is made of the classes that are found in sources. */
const HOVERED = {
  primary: 'hover:bg-primary/90 active:bg-primary/90',
  warning: 'hover:bg-warning/90 active:bg-warning/90',
  error: 'hover:bg-error/90 active:bg-error/90',
} as const

/**
 * How the library's components differ from their defaults: 16 px in inputs, 44 px under a finger (36 under a mouse),
 * no motion past 150 ms. Colours are variables, in src/app/theme.css.
 */
export const componentTheme = {
  colors: {
    primary: 'lagon',
    neutral: 'ardoise',
    success: 'lagon',
    info: 'lagon',
    warning: 'ambre',
    error: 'ambre',
  },
  button: {
    slots: { base: 'min-h-(--target) font-medium' },
    // Under the mouse the library's shade is too pale for the words on it (WCAG 1.4.3).
    compoundVariants: (['primary', 'warning', 'error'] as const).map((color) => ({
      ...{ color, variant: 'solid' },
      class: HOVERED[color],
    })),
    defaultVariants: { size: 'lg' },
  },
  input: {
    slots: { root: 'w-full', base: 'min-h-(--target) text-base md:text-base' },
    defaultVariants: { size: 'lg' },
  },
  textarea: { slots: { root: 'w-full', base: 'text-base md:text-base' }, defaultVariants: { size: 'lg' } },
  select: { slots: { base: 'min-h-(--target) text-base md:text-base' }, defaultVariants: { size: 'lg' } },
  selectMenu: { slots: { base: 'min-h-(--target) text-base md:text-base' }, defaultVariants: { size: 'lg' } },
  inputMenu: {
    slots: { root: 'w-full', base: 'min-h-(--target) text-base md:text-base' },
    defaultVariants: { size: 'lg' },
  },
  dropdownMenu: { slots: { item: 'min-h-(--target) items-center text-base' } },
  tabs: { slots: { trigger: 'min-h-(--target)' } },
  toast: { slots: { root: 'items-center', title: 'text-base' } },
  radioGroup: { slots: { fieldset: 'gap-x-6', item: 'min-h-(--target) items-center', label: WHOLE_ROW } },
  checkbox: { slots: { root: 'min-h-(--target) items-center', label: WHOLE_ROW } },
  formField: { slots: { label: 'text-base', error: 'text-base', help: 'text-sm' } },
}
