import { createHash, randomBytes } from 'node:crypto'

/** Without I, L, O and U, which are read as others. Source: Crockford's base32. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RECOVERY_CODES = 10
const CHARACTERS = 24

/** 120 bits of chance, in fours: `7k2m-…`. No hash has to be slow from 112 on. Source: ASVS 5.0, 6.5.2. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const text = [...randomBytes(CHARACTERS)].map((byte) => ALPHABET[byte % 32]).join('')
    return text.match(/.{4}/g)?.join('-') ?? ''
  })

export const hashOfRecoveryCode = (code: string): string =>
  createHash('sha256').update(plain(code)).digest('base64url')

/** Whether a code has the form of one, however it was typed. */
export const isRecoveryCode = (code: string): boolean => plain(code).length === CHARACTERS

const plain = (code: string) =>
  code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
