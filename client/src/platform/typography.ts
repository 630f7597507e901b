/**
 * Words as French sets them: the sign after an ordinary space never starts a line. For what is shown, the interface's own
 * texts among it; what somebody typed is stored as it was typed.
 */
export const withFirmSpaces = (text: string): string => text.replace(/ (?=[?!:;»%])|(?<=«) /g, '\u00A0')
