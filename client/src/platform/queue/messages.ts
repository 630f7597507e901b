import type { SameKeys } from '../i18n.ts'

export const fr = {
  kind: {
    acknowledge: 'Message',
    mention: 'On vous demande',
    unread: 'Messages',
    flag: 'Signalement',
    flagCheck: 'Réponse à vérifier',
    flagWatch: 'Surveillance échue',
    report: 'Rapporté du domicile',
    referral: 'Orientation à relancer',
    signPlan: 'Plan à signer',
    planReturned: 'Plan qui vous revient',
    reviewBreakGlass: 'Accès d’urgence à relire',
    sharedMessage: 'Message d’un proche',
    task: 'Ma tâche',
    freeTask: 'Tâche à prendre',
    handover: 'On vous passe une tâche',
    overdue: 'Tâche en retard',
  },
  emergency: 'Accès en urgence : {words}',
  unread: '{n} message non lu | {n} messages non lus',
}

export const en: SameKeys<typeof fr> = {
  kind: {
    acknowledge: 'Message',
    mention: 'You are asked',
    unread: 'Messages',
    flag: 'Flag',
    flagCheck: 'Answer to check',
    flagWatch: 'Monitoring past due',
    report: 'Reported from home',
    referral: 'Referral to follow up',
    signPlan: 'Plan to sign',
    planReturned: 'Plan sent back to you',
    reviewBreakGlass: 'Emergency access to review',
    sharedMessage: 'Message from a relative',
    task: 'My task',
    freeTask: 'Task to take',
    handover: 'A task is handed to you',
    overdue: 'Task overdue',
  },
  emergency: 'Emergency access: {words}',
  unread: '{n} unread message | {n} unread messages',
}
