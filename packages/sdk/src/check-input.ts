import { commands, type CommandName } from '@colloque/contract'
import { DomainError } from '@colloque/domain'

/** @throws DomainError `invalid`, as the server would */
export function checkInput(name: CommandName, input: Readonly<Record<string, unknown>>): void {
  const parsed = commands[name].input.safeParse(input)
  if (parsed.success) return
  throw new DomainError('invalid', {
    issues: parsed.error.issues.map(({ path, code }) => ({ path: path.join('.'), code })),
  })
}
