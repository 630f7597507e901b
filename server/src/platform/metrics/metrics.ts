import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { createGauges, type Sources } from './gauges.ts'
import { createInstruments, type Instruments } from './instruments.ts'

export interface Metrics extends Instruments {
  /** Names the parts that are asked when somebody reads. To be called once, when they all are there. */
  watch(sources: Sources): void
  /** All of them, as Prometheus reads them. */
  text(): Promise<string>
}

/** The metrics of one server. @param version of the release */
export function createMetrics({ version }: { readonly version: string }): Metrics {
  const registry = new Registry()
  // Memory, processor time, garbage collection, and the delay of the event loop.
  collectDefaultMetrics({ register: registry })
  const release = new Gauge({
    name: 'colloque_info',
    help: 'Always 1; its label says the release',
    labelNames: ['version'],
    registers: [registry],
  })
  release.set({ version }, 1)
  const instruments = createInstruments()
  let gauges: ReturnType<typeof createGauges> | undefined

  return {
    ...instruments,
    watch: (sources) => {
      instruments.expectJobs(sources.jobs().keys())
      gauges = createGauges(registry, sources)
    },
    text: async () => {
      await gauges?.read()
      return `${await registry.metrics()}\n${instruments.text()}`
    },
  }
}
