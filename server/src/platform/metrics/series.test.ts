import { expect, it } from 'vitest'
import { createCounter, createHistogram } from './series.ts'

it('a counter has a line for each list of labels, in Prometheus’s format', () => {
  const counter = createCounter<[string, number]>({ name: 'asked', help: 'Asked', labels: ['by', 'status'] })
  counter.add(1, 'one', 200)
  counter.add(2, 'one', 200)
  counter.add(1, 'one', 404)
  counter.add(0, 'two', 200)
  expect(counter.text()).toBe(
    '# HELP asked Asked\n# TYPE asked counter\n' +
      'asked{by="one",status="200"} 3\nasked{by="one",status="404"} 1\nasked{by="two",status="200"} 0\n',
  )
})

it('a counter without labels is one line, once it was told of', () => {
  const counter = createCounter<[]>({ name: 'plain', help: 'Plain', labels: [] })
  counter.add(5)
  expect(counter.text()).toBe('# HELP plain Plain\n# TYPE plain counter\nplain 5\n')
})

it('a histogram counts what is at or under each bound, and all under +Inf', () => {
  const histogram = createHistogram<[string]>({ name: 's', help: 'S', labels: ['a'], buckets: [0.5, 1] })
  for (const value of [0.25, 0.5, 0.75, 4]) histogram.observe(value, 'x')
  expect(histogram.text()).toBe(
    '# HELP s S\n# TYPE s histogram\n' +
      's_bucket{le="0.5",a="x"} 2\ns_bucket{le="1",a="x"} 3\ns_bucket{le="+Inf",a="x"} 4\n' +
      's_sum{a="x"} 5.5\ns_count{a="x"} 4\n',
  )
})

it('what is expected stands at zero', () => {
  const histogram = createHistogram<[string]>({ name: 's', help: 'S', labels: ['a'], buckets: [1] })
  histogram.expect('x')
  expect(histogram.text()).toContain('s_count{a="x"} 0\n')
})

it('a value cannot break out of its label', () => {
  const counter = createCounter<[string]>({ name: 'c', help: 'C', labels: ['a'] })
  counter.add(1, 'x"} 1\nevil{b="\\')
  expect(counter.text().split('\n')[2]).toBe('c{a="x\\"} 1\\nevil{b=\\"\\\\"} 1')
})
