import { readFile } from 'node:fs/promises'

/** Ticks of `/proc/<pid>/stat` in a second: fixed at 100 on Linux. */
const TICKS = 100

/** Processor time that processes have used so far, user and system, in ms: in steps of 10 ms. Linux only. */
export async function processorTime(pids: readonly (number | undefined)[]): Promise<number> {
  const times = await Promise.all(
    pids.map(async (pid) => {
      if (pid === undefined) return 0
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
      // The name, in brackets, may hold blanks: fields are counted behind it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
    }),
  )
  return times.reduce((sum, time) => sum + time, 0)
}

/** Memory of a process that is in use, in kB. Linux only. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN)
}
