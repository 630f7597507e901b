/** What an identity provider says of a person, as far as it decides who they are here. */
import { PROFESSIONS, RppsSchema, type Profession } from '@colloque/domain'
import { z } from 'zod'

/** `code^OID of its list`, as Pro Santé Connect writes a role. */
const RoleSchema = z.string().max(200)

const ClaimsSchema = z.object({
  iss: z.url().max(500),
  sub: z.string().min(1).max(500),
  acr: z.string().optional().catch(undefined),
  amr: z.array(z.string()).optional().catch(undefined),
  SubjectNameID: z.string().optional().catch(undefined),
  SubjectRole: z.array(RoleSchema).optional().catch(undefined),
  SubjectRefPro: z
    .object({ exercices: z.array(z.object({ codeProfession: z.string() })) })
    .optional()
    .catch(undefined),
})

export interface ProvidedIdentity {
  readonly issuer: string
  readonly subject: string
  readonly rpps: string | undefined
  /** Empty where none is told that Colloque knows. */
  readonly professions: readonly Profession[]
  readonly acr: string | undefined
  readonly amr: readonly string[]
}

/** @param claims of the ID token, checked, and of userinfo @throws ZodError where they name nobody */
export function readClaims(claims: unknown): ProvidedIdentity {
  const { iss, sub, acr, amr, SubjectNameID, SubjectRole, SubjectRefPro } = ClaimsSchema.parse(claims)
  const codes = [
    ...(SubjectRole ?? []).map((role) => role.split('^')[0] ?? ''),
    ...(SubjectRefPro?.exercices ?? []).map(({ codeProfession }) => codeProfession),
  ]
  const professions = codes.flatMap((code) => professionOf(code) ?? [])
  return {
    ...{ issuer: iss, subject: sub, rpps: rppsOf(SubjectNameID), acr, amr: amr ?? [] },
    professions: [...new Set(professions)],
  }
}

/** The national identifier of a professional is "8" and their RPPS. Source: ANS, IDNPS. */
function rppsOf(nationalId: string | undefined): string | undefined {
  const rpps = RppsSchema.safeParse(nationalId?.startsWith('8') ? nationalId.slice(1) : undefined)
  return rpps.success ? rpps.data : undefined
}

/** Lists whose codes mean a profession; in those of roles the same number means something else (86: technician, IPA). */
const OF_PROFESSIONS: readonly (string | null)[] = ['TRE_G15', 'TRE_R94', 'TRE_R95']

function professionOf(code: string): Profession | undefined {
  return (Object.keys(PROFESSIONS) as Profession[]).find(
    (name) => PROFESSIONS[name].code === code && OF_PROFESSIONS.includes(PROFESSIONS[name].system),
  )
}

/**
 * Whether the profession of an account may be that of a person. An advanced practice nurse is a nurse in the national
 * list; whoever has no code of their own there, or of whom nothing is told, is not contradicted.
 */
export function isSameProfession(held: Profession | null, told: readonly Profession[]): boolean {
  if (held === null || told.length === 0) return true
  const known: Profession = held === 'advancedPracticeNurse' ? 'nurse' : held
  return !OF_PROFESSIONS.includes(PROFESSIONS[known].system) || told.includes(known)
}

/** Source: REFEDS MFA profile; the older policy of PAPE. */
const MFA_CLASSES = [
  'https://refeds.org/profile/mfa',
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
]

/** Whether the provider says that it asked for two factors. Source: RFC 8176, `mfa`. */
export const saysTwoFactors = ({ acr, amr }: Pick<ProvidedIdentity, 'acr' | 'amr'>) =>
  amr.includes('mfa') || (acr !== undefined && MFA_CLASSES.includes(acr))
