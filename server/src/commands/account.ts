/** `npm run account`: an account for a colleague, in a team that there is. */
import { addPerson, PersonOptionsSchema } from './people/add-person.ts'
import { runCommand } from './terminal/run-command.ts'

runCommand({
  usage:
    'npm run account -- --team "Maison de santé" --name "Hugo Marchand" --email hugo@example.org --profession nurse [--phone "02 00 00 00 00"]',
  options: PersonOptionsSchema,
  run: (context) => addPerson(context, { administrator: false }),
})
