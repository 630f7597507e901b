import type { Protocol, ShippedProtocol } from '@colloque/domain'
import type { SendOptions } from '@colloque/sdk'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { protocolAddress } from '../../platform/addresses.ts'
import { useSending } from '../../platform/sending/useSending.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { contentOf, type HeldProtocol } from './library/library.ts'
import { useProtocolErrors } from './useProtocolErrors.ts'

/** What is done with a protocol as a whole. Call in setup. */
export function useProtocolActs() {
  const { t } = useI18n({ useScope: 'global' })
  const router = useRouter()
  const workspace = useWorkspace()
  const explain = useProtocolErrors()
  const { busy, problem, run } = useSending(explain)

  const versionOf = ({ id, protocol }: HeldProtocol) => ({
    ...{ teamId: protocol.teamId, protocolId: id, version: protocol.version },
  })

  const copy = (shipped: ShippedProtocol, teamId: string, options: SendOptions) =>
    workspace.send('protocol.save', { teamId, basedOn: shipped.id, ...contentOf(shipped) }, options)

  const adopt = (held: HeldProtocol) =>
    run(
      (options) => workspace.send('protocol.adopt', versionOf(held), options),
      t('protocol.act.adopted', { n: held.protocol.version }),
    )
  /** What ships becomes the team's own, and carries its first name. */
  const adoptShipped = (shipped: ShippedProtocol, teamId: string) =>
    run(async (options) => {
      const made = await copy(shipped, teamId, options)
      await workspace.send('protocol.adopt', { teamId, protocolId: made.id, version: made.version }, options)
      await router.replace(protocolAddress(made.id))
    }, t('protocol.act.adoptedShipped'))
  /** A copy that the team changes before anybody stands for it. */
  const makeOurs = (shipped: ShippedProtocol, teamId: string) =>
    run(
      async (options) => {
        const made = await copy(shipped, teamId, options)
        await router.push({ path: protocolAddress(made.id), query: { modifier: '' } })
        return made
      },
      t('protocol.act.copied'),
      async ({ id }) => {
        await workspace.send('protocol.retire', {
          teamId,
          protocolId: id,
          reason: t('protocol.act.undoReason'),
        })
        await router.replace(protocolAddress())
      },
    )
  const read = (held: HeldProtocol) =>
    run((options) => workspace.send('protocol.read', versionOf(held), options), t('protocol.act.read'))
  const disagree = (held: HeldProtocol, text: string) =>
    run(
      (options) => workspace.send('protocol.disagree', { ...versionOf(held), text }, options),
      t('protocol.act.disagreed'),
    )
  const retire = (
    { id, protocol: { teamId } }: { readonly id: string; readonly protocol: Protocol },
    reason: string,
    options: SendOptions,
  ) => workspace.send('protocol.retire', { teamId, protocolId: id, reason }, options)

  return { busy, problem, explain, adopt, adoptShipped, makeOurs, read, disagree, retire }
}
