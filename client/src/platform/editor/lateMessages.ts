import type { SameKeys } from '../i18n.ts'

export const fr = {
  tools: 'Mise en forme',
  bold: 'Gras',
  italic: 'Italique',
  bulletList: 'Liste',
  orderedList: 'Liste numérotée',
  taskList: 'Liste à cocher',
  box: 'Fait : {words}',
  quote: 'Citation',
  link: 'Lien',
  address: 'Adresse du lien',
  setLink: 'Poser le lien',
  removeLink: 'Enlever le lien',
  badLink: 'Une adresse commence par https://, mailto: ou tel:.',
}

export const en: SameKeys<typeof fr> = {
  tools: 'Formatting',
  bold: 'Bold',
  italic: 'Italic',
  bulletList: 'List',
  orderedList: 'Numbered list',
  taskList: 'Checklist',
  box: 'Done: {words}',
  quote: 'Quote',
  link: 'Link',
  address: 'Address of the link',
  setLink: 'Set the link',
  removeLink: 'Remove the link',
  badLink: 'An address starts with https://, mailto: or tel:.',
}
