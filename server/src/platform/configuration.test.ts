import { describe, expect, it } from 'vitest'
import { ConfigurationError, readConfiguration } from './configuration.ts'

const CLIENT = { COLLOQUE_OIDC_CLIENT_ID: 'colloque', COLLOQUE_OIDC_CLIENT_SECRET_FILE: '/run/secret' }
const refused = (environment: Record<string, string>) => () => readConfiguration(environment)

describe('a provider of identities', () => {
  it('is none where nothing is said', () => {
    expect(readConfiguration({}).oidc).toBeUndefined()
  })

  it.each([
    ['pro-sante-connect', 'https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet'],
    ['pro-sante-connect-bas', 'https://auth.bas.psc.esante.gouv.fr/auth/realms/esante-wallet'],
  ])('by the preset %s is at its own issuer', (preset, issuer) => {
    expect(readConfiguration({ ...CLIENT, COLLOQUE_OIDC_PRESET: preset }).oidc).toEqual({
      ...{ issuer, clientId: 'colloque', clientSecretFile: '/run/secret' },
      ...{ name: 'Pro Santé Connect', proSanteConnect: true },
    })
  })

  it('of one’s own has an issuer and a name', () => {
    const own = { COLLOQUE_OIDC_ISSUER: 'https://id.example', COLLOQUE_OIDC_NAME: 'CPTS' }
    expect(readConfiguration({ ...CLIENT, ...own }).oidc).toMatchObject({
      ...{ issuer: 'https://id.example', name: 'CPTS', proSanteConnect: false },
    })
  })

  it.each([
    ['half named', { COLLOQUE_OIDC_CLIENT_ID: 'colloque' }],
    ['without a secret', { COLLOQUE_OIDC_PRESET: 'pro-sante-connect', COLLOQUE_OIDC_CLIENT_ID: 'colloque' }],
    ['without a name', { ...CLIENT, COLLOQUE_OIDC_ISSUER: 'https://id.example' }],
    ['without TLS', { ...CLIENT, COLLOQUE_OIDC_ISSUER: 'http://id.example', COLLOQUE_OIDC_NAME: 'x' }],
    ['unknown', { ...CLIENT, COLLOQUE_OIDC_PRESET: 'france-connect' }],
    [
      'that borrows the trust of another',
      { ...CLIENT, COLLOQUE_OIDC_PRESET: 'pro-sante-connect', COLLOQUE_OIDC_ISSUER: 'https://id.example' },
    ],
  ])('%s keeps the server from starting', (_what, environment) => {
    expect(refused(environment)).toThrow(ConfigurationError)
  })
})
