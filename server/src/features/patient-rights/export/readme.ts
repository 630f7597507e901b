/** `LISEZMOI.txt` of an export. */
export const README = `Dossier de coordination exporté de Colloque

dossier.html       à lire ou à imprimer, dans un navigateur
dossier.json       ce que le dossier contient aujourd'hui (UTF-8 ; « schema » donne la version de la forme)
historique.json    chaque changement, dans l'ordre : qui, quand, et ce qui en a résulté
documents/         le tableau, le plan de soins et les notes de concertation, en texte et en JSON
plan-signe/        chaque version signée du plan, octet pour octet : son empreinte SHA-256 est dans dossier.json
comptes-rendus/    les comptes rendus signés des concertations, de la même façon
fichiers/          les fichiers joints ; leur nom d'origine est dans dossier.json
accesses.json      qui a vu et modifié le dossier, par jour

L'archive contient ce que la personne qui l'a demandée peut lire. Elle n'est pas chiffrée :
conservez-la et transmettez-la comme un document couvert par le secret professionnel.
Ce qui a été effacé n'y est pas ; qu'il l'a été, par qui et pourquoi, y est.

--

Coordination file exported from Colloque

dossier.html       to read or print, in a browser
dossier.json       what the file holds today (UTF-8; "schema" is the version of its shape)
historique.json    each change, in order: who, when, and what came of it
documents/         the board, the care plan and the notes of meetings, as text and JSON
plan-signe/        each signed version of the plan, byte for byte: its SHA-256 is in dossier.json
comptes-rendus/    the signed minutes of meetings, in the same way
fichiers/          attached files; their own names are in dossier.json
accesses.json      who has seen and changed the file, day by day

The archive holds what the person who asked for it may read. It is not encrypted:
keep it and pass it on as a document under professional secrecy.
What was erased is not in it; that it was, by whom and why, is.
`
