/**
 * Import this before anything else of the domain, in a page whose content security policy forbids `eval`: zod would
 * try whether it may make code for its schemas, and the browser reports each attempt as a violation.
 */
import { z } from 'zod'

z.config({ jitless: true })
