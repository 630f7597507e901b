import type { House, Through } from './house.ts'
import type { Cast } from './round.ts'

/**
 * People of the demo house, each with a desk on one server and a phone on the other.
 * @param through what their devices reach each server by; otherwise each has a wire of its own
 */
export async function castOf(
  house: House,
  count: number,
  through: readonly [Through, Through] | [] = [],
): Promise<Cast> {
  const accounts = (await house.accounts()).slice(0, count + 2)
  const [leaver, beater, ...others] = accounts.reverse()
  if (!leaver || !beater) throw new Error(`the demo house has only ${accounts.length} people`)
  const people = []
  for (const [index, account] of others.reverse().entries()) {
    const [one, other] = index % 2 ? ([1, 0] as const) : ([0, 1] as const)
    people.push({
      desk: await house.device(account, one, through[one]),
      phone: await house.device(account, other, through[other]),
    })
  }
  return {
    people,
    leaving: {
      desk: await house.device(leaver, 0, 'itself'),
      phone: await house.device(leaver, 1, 'itself'),
    },
    pulses: [await house.device(beater, 0, 'itself'), await house.device(beater, 1, 'itself')],
  }
}
