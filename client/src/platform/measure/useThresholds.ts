import { holdsFor, thresholdInForce, type ReadingKind } from '@colloque/domain'
import { useWorkspace } from '../useWorkspace.ts'

/** From where on readings of a case ask somebody to look. Call in setup. */
export function useThresholds() {
  const workspace = useWorkspace()
  /** What the case has in the place of the defaults. */
  const own = (caseId: string, kind: ReadingKind) =>
    workspace.list(caseId, 'threshold').find(({ after }) => holdsFor(kind, after))
  const inForce = (caseId: string, kind: ReadingKind) => thresholdInForce(kind, own(caseId, kind)?.after)
  return { own, inForce }
}
