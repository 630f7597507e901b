import { claimMorning } from './claim-morning.ts'
import { emptyQueue } from './empty-queue.ts'
import { findDose } from './find-dose.ts'
import type { Job } from './job.ts'
import { noteAtDoorstep } from './note-at-doorstep.ts'
import { raiseFlag } from './raise-flag.ts'

/** In the order of the report. */
export const jobs: readonly Job[] = [emptyQueue, noteAtDoorstep, claimMorning, raiseFlag, findDose]
