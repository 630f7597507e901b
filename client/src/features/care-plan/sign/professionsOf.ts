import type { PlanVersion, Profession } from '@colloque/domain'

/** Who contributed, by profession: « infirmier·ère : Maëlle Le Gallic, Samuel Adjovi ; médecin : Hélène Castaing » */
export function professionsOf(
  contributors: PlanVersion['contributors'],
  say: (profession: Profession) => string,
): string {
  const byProfession = new Map<Profession, string[]>()
  for (const { name, profession } of contributors)
    byProfession.set(profession, [...(byProfession.get(profession) ?? []), name])
  return [...byProfession]
    .map(([profession, names]) => `${say(profession)}\u00A0: ${names.join(', ')}`)
    .join('\u00A0; ')
}
