import { expect, test } from 'vitest'
import { caseBoardDocName, parseDocName } from './doc-name.ts'

const CASE = '0192f3c0-1111-7000-8000-000000000001'
const MEETING = '0192f3c0-2222-7000-8000-000000000002'

test('a name of each kind is parsed to the ids that access is decided on', () => {
  expect(parseDocName(caseBoardDocName(CASE))).toEqual({
    name: `case/${CASE}/board`,
    kind: 'board',
    caseId: CASE,
  })
  expect(parseDocName(`case/${CASE}/plan`)).toMatchObject({ kind: 'plan', caseId: CASE })
  expect(parseDocName(`case/${CASE}/minutes/${MEETING}`)).toMatchObject({
    kind: 'case-minutes',
    caseId: CASE,
    meetingId: MEETING,
  })
  expect(parseDocName(`meeting/${MEETING}/minutes`)).toMatchObject({ kind: 'meeting-minutes' })
  expect(parseDocName(`protocol/${MEETING}/draft`)).toMatchObject({ kind: 'protocol' })
})

test.each([
  '',
  '/',
  `case/${CASE}`,
  `/case/${CASE}/board`,
  `case/${CASE}/board/`,
  `case//${CASE}/board`,
  `case/${CASE.toUpperCase()}/board`,
  `CASE/${CASE}/board`,
  `case/${CASE}/board\n`,
  `case/${CASE}/board\0`,
  `case/${CASE}/%62oard`,
  `case/%2e%2e/${CASE}/board`,
  `case/../case/${CASE}/board`,
  `case/${CASE}/board?x`,
  `case/${CASE}/ｂoard`,
  `case/${CASE.replace('f', 'ｆ')}/board`,
  `case/${CASE}/minutes`,
  `meeting/${MEETING}/draft`,
])('%j names nothing', (name) => {
  expect(parseDocName(name)).toBeUndefined()
})
