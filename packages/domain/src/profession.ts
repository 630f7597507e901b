import { z } from 'zod'

/**
 * Professions of a primary-care team, with their code in the national nomenclatures.
 * Source: ANS, TRE_G15 (health professions), TRE_R94 (social), TRE_R95 (psychologist), TRE_R85 and TRE_R356 (roles);
 * secretary, assistant and coordinator of a house have no national code.
 */
export const PROFESSIONS = {
  physician: { system: 'TRE_G15', code: '10' },
  nurse: { system: 'TRE_G15', code: '60' },
  advancedPracticeNurse: { system: 'TRE_R356', code: '86' },
  pharmacist: { system: 'TRE_G15', code: '21' },
  physiotherapist: { system: 'TRE_G15', code: '70' },
  speechTherapist: { system: 'TRE_G15', code: '91' },
  podiatrist: { system: 'TRE_G15', code: '80' },
  midwife: { system: 'TRE_G15', code: '50' },
  dietitian: { system: 'TRE_G15', code: '95' },
  occupationalTherapist: { system: 'TRE_G15', code: '94' },
  psychologist: { system: 'TRE_R95', code: '93' },
  socialWorker: { system: 'TRE_R94', code: '41' },
  careNavigator: { system: 'TRE_R85', code: '330' },
  homeHelp: { system: 'TRE_R85', code: '350' },
  medicalSecretary: { system: null, code: null },
  medicalAssistant: { system: null, code: null },
  coordinator: { system: null, code: null },
} as const satisfies Record<string, { system: string | null; code: string | null }>

export type Profession = keyof typeof PROFESSIONS

export const ProfessionSchema = z.enum(Object.keys(PROFESSIONS) as [Profession, ...Profession[]])
