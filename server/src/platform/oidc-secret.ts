import { readFile } from 'node:fs/promises'
import { ConfigurationError, type OidcConfiguration } from './configuration.ts'

/**
 * The provider of identities with the secret that it gave.
 * @throws ConfigurationError when the file cannot be read, or is empty
 */
export async function readOidcSettings(
  configuration: OidcConfiguration,
): Promise<OidcConfiguration & { readonly clientSecret: string }> {
  const file = configuration.clientSecretFile
  const text = await readFile(file, 'utf8').catch(() => '')
  const clientSecret = text.trim()
  if (clientSecret === '')
    throw new ConfigurationError(`COLLOQUE_OIDC_CLIENT_SECRET_FILE: ${file} cannot be read, or is empty`)
  return { ...configuration, clientSecret }
}
