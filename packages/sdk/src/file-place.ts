/** Where a file is sent: a case, or a conversation outside a case. */
export type FilePlace = { readonly caseId: string } | { readonly conversationId: string }

/** @param place a case's id stands for the case */
export function filePath(place: FilePlace | string, fileId: string): string {
  const [kind, id] =
    typeof place === 'string'
      ? ['cases', place]
      : 'caseId' in place
        ? ['cases', place.caseId]
        : ['conversations', place.conversationId]
  return `/api/v1/${kind}/${encodeURIComponent(id)}/files/${encodeURIComponent(fileId)}`
}

/**
 * A file's name as a header: never in the address, since it may be a patient's and addresses end up in logs.
 * Source: RFC 8187 3.2.
 */
export function nameHeader(name: string): string {
  const encoded = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename*=UTF-8''${encoded}`
}
