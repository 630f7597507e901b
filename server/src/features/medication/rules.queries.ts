import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { RulesInForce } from './rules.ts'

/** The rules in force, so that screens check a treatment with the same ones as the server. */
export const rulesQueries = ({
  set,
}: Pick<RulesInForce, 'set'>): Pick<QueryHandlers, 'interactionRules'> => ({
  interactionRules: () => {
    const { source, rules } = set()
    return Promise.resolve({ source, rules })
  },
})
