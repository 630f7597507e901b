/** What keys do to a number being entered. The text keeps a decimal comma, as it is shown. */
export type NumericKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | ',' | 'delete'

export interface NumericField {
  readonly key: string
  readonly label: string
  readonly unit?: string
  /** Digits after the comma; 0 where there is no comma. */
  readonly decimals?: number
  /** Digits before the comma; 3 unless told. */
  readonly digits?: number
}

/** @returns the text after the key; unchanged where the key has no place */
export function press(text: string, key: NumericKey, field: NumericField): string {
  if (key === 'delete') return text.slice(0, -1)
  const decimals = field.decimals ?? 0
  const [whole = '', fraction] = text.split(',')
  if (key === ',') return decimals > 0 && fraction === undefined ? `${whole || '0'},` : text
  if (fraction !== undefined) return fraction.length < decimals ? text + key : text
  if (whole === '0') return key
  return whole.length < (field.digits ?? 3) ? text + key : text
}

/** Keeps of a typed or pasted text what the keys could have entered. */
export const clean = (text: string, field: NumericField): string =>
  [...text.replace('.', ',')]
    .filter((sign): sign is Exclude<NumericKey, 'delete'> => /[0-9,]/.test(sign))
    .reduce((entered, key) => press(entered, key, field), '')

/** @returns null where nothing is entered */
export const toNumber = (text: string): number | null => (text === '' ? null : Number(text.replace(',', '.')))

export const toText = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value).replace('.', ',')
