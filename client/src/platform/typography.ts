/**
 * Words that somebody typed, as French sets them: the sign after an ordinary space never starts a line. For what is
 * shown; what is stored stays as it was typed.
 */
export const withFirmSpaces = (text: string): string => text.replace(/ (?=[?!:;»%])|(?<=«) /g, '\u00A0')
