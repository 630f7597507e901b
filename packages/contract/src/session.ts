import { AccountSchema, ProfessionSchema } from '@colloque/domain'
import { z } from 'zod'

export const SignInSchema = z.strictObject({
  email: z.string().min(3).max(254),
  password: z.string().min(1).max(200),
})

/** Answer of signing in and of renewing: the access token lasts ten minutes, the refresh token is in a cookie. */
export const SessionSchema = z.object({ accessToken: z.string(), account: AccountSchema })
export type Session = z.infer<typeof SessionSchema>

/** `GET /api/v1/demo`, in demo mode alone. */
export const DemoSchema = z.object({
  accounts: z.array(
    z.object({ email: z.string(), password: z.string(), name: z.string(), profession: ProfessionSchema }),
  ),
})
export type Demo = z.infer<typeof DemoSchema>
