import { useDocuments } from './useDocuments.ts'

/** The boards among the open documents. */
export function useBoards() {
  const documents = useDocuments()
  return {
    session: (caseId: string) => documents.session(caseId, 'board'),
    open: (caseId: string) => documents.open(caseId, 'board'),
  }
}
