/**
 * Names of co-edited documents, as they stand in the address `/yjs/<docName>`. A name is accepted in exactly
 * one spelling: lower-case UUIDs, single slashes, nothing percent-encoded, so that no two spellings reach
 * one document and no spelling slips past a rule written for another.
 */
export type ParsedDocName =
  | { readonly name: string; readonly kind: 'board' | 'plan'; readonly caseId: string }
  | {
      readonly name: string
      readonly kind: 'case-minutes'
      readonly caseId: string
      readonly meetingId: string
    }
  | { readonly name: string; readonly kind: 'meeting-minutes'; readonly meetingId: string }
  | { readonly name: string; readonly kind: 'protocol'; readonly protocolId: string }

export type DocKind = ParsedDocName['kind']

const UUID = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'
const CASE_DOCUMENT = new RegExp(`^case/${UUID}/(board|plan)$`)
const CASE_MINUTES = new RegExp(`^case/${UUID}/minutes/${UUID}$`)
const MEETING_MINUTES = new RegExp(`^meeting/${UUID}/minutes$`)
const PROTOCOL_DRAFT = new RegExp(`^protocol/${UUID}/draft$`)

/** The board of a case. */
export function caseBoardDocName(caseId: string): string {
  return `case/${caseId}/board`
}

/** The care plan of a case. */
export function casePlanDocName(caseId: string): string {
  return `case/${caseId}/plan`
}

/** The part of a meeting's minutes that is about one case. */
export function caseMinutesDocName(caseId: string, meetingId: string): string {
  return `case/${caseId}/minutes/${meetingId}`
}

/** What a meeting says about nobody in particular. */
export function meetingMinutesDocName(meetingId: string): string {
  return `meeting/${meetingId}/minutes`
}

/** Where a protocol is written together. */
export function protocolDraftDocName(protocolId: string): string {
  return `protocol/${protocolId}/draft`
}

/**
 * Parses a document's name. Takes it raw, as it came on the wire: a percent sign, an upper-case letter or a
 * doubled slash makes it another string, and that string names nothing.
 * @returns undefined when it is not a name.
 */
export function parseDocName(name: string): ParsedDocName | undefined {
  const ofCase = CASE_DOCUMENT.exec(name)
  if (ofCase) return { name, kind: ofCase[2] as 'board' | 'plan', caseId: ofCase[1]! }
  const caseMinutes = CASE_MINUTES.exec(name)
  if (caseMinutes) return { name, kind: 'case-minutes', caseId: caseMinutes[1]!, meetingId: caseMinutes[2]! }
  const meeting = MEETING_MINUTES.exec(name)
  if (meeting) return { name, kind: 'meeting-minutes', meetingId: meeting[1]! }
  const protocol = PROTOCOL_DRAFT.exec(name)
  if (protocol) return { name, kind: 'protocol', protocolId: protocol[1]! }
  return undefined
}
