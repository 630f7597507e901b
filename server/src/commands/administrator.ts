/** `npm run administrator`: the first account of a house, in production, where there is no default password. */
import { addPerson, PersonOptionsSchema } from './people/add-person.ts'
import { runCommand } from './terminal/run-command.ts'

runCommand({
  usage:
    'npm run administrator -- --team "Maison de santé" --name "Anne Berger" --email anne@example.org --profession coordinator [--phone "02 00 00 00 00"]',
  options: PersonOptionsSchema,
  run: (context) => addPerson(context, { administrator: true }),
})
