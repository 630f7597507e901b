import { expect, test } from 'vitest'
import { parseEngineRecord } from './engine-record.ts'

test('reads a record', () => {
  expect(parseEngineRecord('{"pid":12,"run":"/tmp/colloque-x"}\n')).toEqual({
    pid: 12,
    run: '/tmp/colloque-x',
  })
})

test.each([
  '',
  'null',
  '[]',
  '{"pid":12',
  '{"pid":"12","run":"/tmp/x"}',
  '{"pid":-1,"run":"/tmp/x"}',
  '{"pid":1.5,"run":"/x"}',
  '{"pid":12,"run":"tmp/x"}',
  '{"pid":12,"run":"/tmp/\\u0000"}',
  '{"pid":12}',
])('takes %j for no record', (text) => expect(parseEngineRecord(text)).toBeUndefined())
