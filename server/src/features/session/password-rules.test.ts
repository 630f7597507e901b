import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../demo/accounts.ts'
import { PASSWORD_MAX, refusalOfPassword } from './password-rules.ts'

const OWNER = {
  name: 'Élodie Marchandeau',
  email: 'e.marchandeau@tilleuls.example',
  teamNames: ['Maison de santé des Tilleuls'],
}
const whyOf = async (password: string) => (await refusalOfPassword(password, OWNER))?.why

/** Characters that follow from a seed, so that a failure can be seen again. */
function generated(seed: string, length: number, alphabet: string): string {
  const bytes = createHash('sha512').update(seed).digest()
  return Array.from({ length }, (_, index) => alphabet[(bytes[index] ?? 0) % alphabet.length]).join('')
}
const MIXED = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

describe('a password', () => {
  it.each(['', 'a', 'tK9#pLq2!vX', '👩‍⚕️👩‍⚕️', '           '])(
    'of less than twelve characters is too short: "%s"',
    async (password) => expect(await whyOf(password)).toBe('too_short'),
  )

  it.each([
    '123456789012',
    'motdepasse123',
    'Azertyuiop123!',
    'M0td3p@sse2024',
    'qwertyuiopasdfgh',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'soleilsoleilsoleil',
    'abcdefghijklmnopqrstuvwxyz',
    'passwordpassword',
  ])('that everybody tries is common: %s', async (password) => expect(await whyOf(password)).toBe('common'))

  it.each(['JeSuisInfirmier2024', 'Printemps-2026-Lyon', 'patient docteur', '01/02/1985 01/02/1985'])(
    'of a few well-known words can be guessed: %s',
    async (password) => expect(await whyOf(password)).toMatch(/guessable|common/),
  )

  it.each(['Colloque-2026!', 'colloquecolloque', 'C0ll0que-Patient', 'pharmacie.2026', 'Infirmiere12!'])(
    'of the words of a house of care can be guessed: %s',
    async (password) => expect(await whyOf(password)).toMatch(/guessable|common/),
  )

  it.each([
    'Élodie Marchandeau',
    'elodie.marchandeau',
    'Marchandeau1985!',
    '3l0d13-M4rch4nd34u-elodie',
    'uaednahcram-elodie',
    'e.marchandeau@tilleuls.example',
    'Maison de santé des Tilleuls',
  ])('of the own name, address or team is refused: %s', async (password) =>
    expect(await whyOf(password)).toBe('own_name'),
  )

  it.each([
    'tambour citron rivière agrafe',
    'nuage-piano-trottoir-vingt',
    'Le héron boite devant la mairie',
    'marchandeau aime les trottoirs bleus du matin',
    'tK9#pLq2!vXz',
    DEMO_PASSWORD,
    `${'x7'.repeat(3)}Qm%Tz!r9Lw2&`,
  ])('that takes long to guess may be chosen: %s', async (password) =>
    expect(await refusalOfPassword(password, OWNER)).toBeUndefined(),
  )

  it.each(Array.from({ length: 40 }, (_, seed) => generated(`seed ${seed}`, 18, MIXED)))(
    'of a generator may be chosen: %s',
    async (password) => expect(await refusalOfPassword(password, OWNER)).toBeUndefined(),
  )

  it('is no longer than what one can sign in with', async () => {
    const long = generated('long', 64, MIXED).repeat(4)
    expect(await refusalOfPassword(long.slice(0, PASSWORD_MAX), OWNER)).toBeUndefined()
    expect(await whyOf(long.slice(0, PASSWORD_MAX + 1))).toBe('too_long')
  })

  it.each([
    ['substitutions', '4@8({[</369&#!1/|0$5+7'],
    ['repetitions', 'p4$$w0rd'],
    ['dates', '12/12/2012'],
    ['two letters', 'ab'],
  ])('of two hundred characters of %s holds nothing up', async (_what, text) => {
    await whyOf('the dictionaries are loaded first')
    const password = text.repeat(200).slice(0, PASSWORD_MAX)
    const began = performance.now()
    await refusalOfPassword(password, OWNER)
    // 40 ms alone; whole seconds without the bounds.
    expect(performance.now() - began).toBeLessThan(300)
  })
})
