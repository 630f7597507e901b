/** `npm run keys:rotate`: another secret for the house, while what the old one signed is still taken. */
import { z } from 'zod'
import { rotateKeys } from './keys/rotate-keys.ts'
import { runCommand } from './terminal/run-command.ts'

runCommand({
  usage: 'npm run keys:rotate [-- --days 7]',
  options: z.object({
    days: z
      .string()
      .regex(/^\d{1,3}$/)
      .optional(),
  }),
  run: (context) => rotateKeys(context, { keepDays: Number(context.options.days ?? 7), now: new Date() }),
})
