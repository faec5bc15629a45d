"""Every string of the interface, in every language, in this one place. The library's content stays as written.

`{name}` is filled in; a key with a number has `.one` and `.other`. A test holds that each language has every key
and every placeholder.
"""

from __future__ import annotations

from functools import cache

LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español"}

# key: (English, German, Spanish)
_TABLE: dict[str, tuple[str, str, str]] = {
    "app.name": ("Career Path Advisor", "Karrierewegweiser", "Asesor de carrera"),
    "app.description": (
        "Answers about roles, skills, pay and moves, each sentence with the words it rests on.",
        "Antworten zu Rollen, Fähigkeiten, Gehalt und Wechseln, jeder Satz mit den Worten, auf denen er beruht.",
        "Respuestas sobre puestos, competencias, sueldos y cambios; cada frase con las palabras en que se apoya.",
    ),
    "app.noscript": (
        "This page needs JavaScript. It loads nothing from other hosts.",
        "Diese Seite braucht JavaScript. Sie lädt nichts von fremden Servern.",
        "Esta página necesita JavaScript. No carga nada de otros servidores.",
    ),
    "nav.label": ("Views", "Ansichten", "Vistas"),
    "nav.skip": ("Skip to content", "Zum Inhalt springen", "Saltar al contenido"),
    "nav.ask": ("Ask", "Fragen", "Preguntar"),
    "nav.pathways": ("Pathways", "Wege", "Rutas"),
    "nav.market": ("Market", "Markt", "Mercado"),
    "nav.library": ("Library", "Bibliothek", "Biblioteca"),
    "nav.history": ("History", "Verlauf", "Historial"),
    "lang.label": ("Language", "Sprache", "Idioma"),
    "lang.note": (
        "Runs on this machine. Chats stay in this browser.",
        "Läuft auf diesem Rechner. Gespräche bleiben in diesem Browser; die Inhalte sind englisch.",
        "Funciona en este equipo. Los chats quedan en este navegador; el contenido está en inglés.",
    ),
    "theme.label": ("Light or dark", "Hell oder dunkel", "Claro u oscuro"),
    "theme.system": ("System", "System", "Sistema"),
    "theme.light": ("Light", "Hell", "Claro"),
    "theme.dark": ("Dark", "Dunkel", "Oscuro"),
    "help.open": ("Settings and keyboard shortcuts", "Einstellungen und Tastenkürzel", "Ajustes y atajos de teclado"),
    "help.title": ("Settings", "Einstellungen", "Ajustes"),
    "help.keys": ("Keyboard shortcuts", "Tastenkürzel", "Atajos de teclado"),
    "keys.ask": (
        "Go to the question or search field",
        "Zum Frage- oder Suchfeld",
        "Ir al campo de pregunta o búsqueda",
    ),
    "keys.new": ("New chat", "Neues Gespräch", "Nuevo chat"),
    "keys.send": ("Send the question", "Frage senden", "Enviar la pregunta"),
    "keys.line": ("New line", "Neue Zeile", "Nueva línea"),
    "keys.escape": ("Stop an answer, close a pane", "Antwort anhalten, Bereich schließen", "Detener o cerrar"),
    "keys.sources": ("Previous and next source", "Vorige und nächste Quelle", "Fuente anterior y siguiente"),
    "keys.views": ("Go to a view", "Zu einer Ansicht", "Ir a una vista"),
    "keys.help": ("This list", "Diese Liste", "Esta lista"),
    "keys.single": ("Use single-key shortcuts", "Einzeltasten-Kürzel benutzen", "Usar atajos de una sola tecla"),
    "close": ("Close", "Schließen", "Cerrar"),
    "cancel": ("Cancel", "Abbrechen", "Cancelar"),
    "copied": ("Copied", "Kopiert", "Copiado"),
    "copy_failed": (
        "The browser did not allow copying.",
        "Der Browser hat das Kopieren nicht erlaubt.",
        "El navegador no permitió copiar.",
    ),
    "table.label": ("Table", "Tabelle", "Tabla"),
    # ---- ask
    "ask.heading": ("Ask the library", "Die Bibliothek fragen", "Preguntar a la biblioteca"),
    "ask.new": ("New chat", "Neues Gespräch", "Nuevo chat"),
    "ask.welcome": ("Where do you want to go next?", "Wohin soll es gehen?", "¿Adónde quieres llegar?"),
    "ask.lead": (
        "Ask about a role, a move, a skill, a certificate or the market. Every sentence of an answer shows the exact "
        "words it rests on, and what the library does not know it says so.",
        "Fragen Sie nach einer Rolle, einem Wechsel, einer Fähigkeit, einem Zertifikat oder dem Markt. Jeder Satz "
        "zeigt die Worte, auf denen er beruht. Was die Bibliothek nicht weiß, sagt sie. Fragen und Antworten sind "
        "englisch.",
        "Pregunta por un puesto, un cambio, una competencia, un certificado o el mercado. Cada frase muestra las "
        "palabras exactas en que se apoya; lo que la biblioteca no sabe, lo dice. Preguntas y respuestas en inglés.",
    ),
    "ask.examples": ("Try one of these", "Zum Beispiel", "Por ejemplo"),
    "ask.label": ("Your question", "Ihre Frage", "Tu pregunta"),
    "ask.placeholder": ("Ask a question", "Eine Frage stellen", "Haz una pregunta"),
    "ask.send": ("Ask", "Fragen", "Preguntar"),
    "ask.stop": ("Stop", "Anhalten", "Detener"),
    "footer.figures": (
        "Newest figures: {date}, {age}. {count} documents; read the sources before you decide.",
        "Neueste Zahlen: {date}, {age}. {count} Dokumente; lesen Sie vor einer Entscheidung die Quellen.",
        "Cifras más recientes: {date}, {age}. {count} documentos; lee las fuentes antes de decidir.",
    ),
    "footer.undated": (
        "{count} documents, none with a date. Read the sources before you decide.",
        "{count} Dokumente ohne Datum. Lesen Sie vor einer Entscheidung die Quellen.",
        "{count} documentos sin fecha. Lee las fuentes antes de decidir.",
    ),
    "months": (
        "January February March April May June July August September October November December",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    "stage.wait": ("Waiting for a free place …", "Warte auf einen freien Platz …", "Esperando turno …"),
    "stage.retrieve": ("Searching the library …", "Suche in der Bibliothek …", "Buscando en la biblioteca …"),
    "stage.compose": ("Choosing the words that answer …", "Wähle die passenden Stellen …", "Eligiendo los pasajes …"),
    "stage.verify": ("Checking each sentence …", "Prüfe jeden Satz …", "Comprobando cada frase …"),
    "turn.label": ("Question {n}", "Frage {n}", "Pregunta {n}"),
    "turn.understood": ("Understood as", "Verstanden als", "Entendido como"),
    "turn.edit": ("Edit the question", "Frage ändern", "Editar la pregunta"),
    "turn.edit_label": ("Edit the question", "Frage ändern", "Editar la pregunta"),
    "turn.edit_note.one": (
        "The turn after it will be removed.",
        "Der Beitrag danach wird entfernt.",
        "Se quitará el turno siguiente.",
    ),
    "turn.edit_note.other": (
        "The {n} turns after it will be removed.",
        "Die {n} Beiträge danach werden entfernt.",
        "Se quitarán los {n} turnos siguientes.",
    ),
    "turn.copy_question": ("Copy the question", "Frage kopieren", "Copiar la pregunta"),
    "turn.copy": ("Copy", "Kopieren", "Copiar"),
    "turn.retry": ("Try again", "Noch einmal", "Reintentar"),
    "turn.sources.one": ("{n} source", "{n} Quelle", "{n} fuente"),
    "turn.sources.other": ("{n} sources", "{n} Quellen", "{n} fuentes"),
    "turn.tools": ("With this answer", "Mit dieser Antwort", "Con esta respuesta"),
    "turn.missing": ("Not in the library", "Nicht in der Bibliothek", "No está en la biblioteca"),
    "turn.nearby": (
        "Near your question, but no answer to it",
        "Nahe an der Frage, aber keine Antwort",
        "Cercano, pero no es respuesta",
    ),
    "turn.try_other": (
        "Try another wording, or one role, skill or place by its name.",
        "Versuchen Sie es mit anderen Worten oder nennen Sie eine Rolle, Fähigkeit oder Region beim Namen.",
        "Prueba con otras palabras, o nombra un puesto, una competencia o un lugar.",
    ),
    "turn.follow": ("Go on with", "Weiter mit", "Seguir con"),
    "kind_note.partial": ("Part of an answer", "Ein Teil der Antwort", "Respuesta parcial"),
    "reason.out_of_scope": (
        "This is outside what the library covers.",
        "Das liegt außerhalb der Bibliothek.",
        "Esto queda fuera de lo que cubre la biblioteca.",
    ),
    "reason.no_evidence": (
        "The library holds nothing on this.",
        "Dazu enthält die Bibliothek nichts.",
        "La biblioteca no contiene nada sobre esto.",
    ),
    "reason.insufficient_evidence": (
        "The library holds too little for an answer.",
        "Für eine Antwort reicht die Bibliothek nicht.",
        "La biblioteca no basta para responder.",
    ),
    "ground.quoted.one": (
        "Every sentence rests on quoted words of {n} document.",
        "Jeder Satz beruht auf zitierten Worten aus {n} Dokument.",
        "Cada frase se apoya en palabras citadas de {n} documento.",
    ),
    "ground.quoted.other": (
        "Every sentence rests on quoted words of {n} documents.",
        "Jeder Satz beruht auf zitierten Worten aus {n} Dokumenten.",
        "Cada frase se apoya en palabras citadas de {n} documentos.",
    ),
    "ground.computed.one": (
        "{n} sentence is computed from quoted figures.",
        "{n} Satz ist aus zitierten Zahlen berechnet.",
        "{n} frase está calculada a partir de cifras citadas.",
    ),
    "ground.computed.other": (
        "{n} sentences are computed from quoted figures.",
        "{n} Sätze sind aus zitierten Zahlen berechnet.",
        "{n} frases están calculadas a partir de cifras citadas.",
    ),
    "ground.dropped.one": (
        "{n} of {all} sentences could not be checked and was left out.",
        "{n} von {all} Sätzen ließ sich nicht prüfen und fehlt.",
        "{n} de {all} frases no se pudo comprobar y se omitió.",
    ),
    "ground.dropped.other": (
        "{n} of {all} sentences could not be checked and were left out.",
        "{n} von {all} Sätzen ließen sich nicht prüfen und fehlen.",
        "{n} de {all} frases no se pudieron comprobar y se omitieron.",
    ),
    "said.answer.one": ("Answer ready, {n} source.", "Antwort fertig, {n} Quelle.", "Respuesta lista, {n} fuente."),
    "said.answer.other": (
        "Answer ready, {n} sources.",
        "Antwort fertig, {n} Quellen.",
        "Respuesta lista, {n} fuentes.",
    ),
    "said.partial.one": ("Partial answer, {n} source.", "Teilantwort, {n} Quelle.", "Respuesta parcial, {n} fuente."),
    "said.partial.other": (
        "Partial answer, {n} sources.",
        "Teilantwort, {n} Quellen.",
        "Respuesta parcial, {n} fuentes.",
    ),
    "said.abstention": (
        "No answer in the library.",
        "Keine Antwort in der Bibliothek.",
        "Sin respuesta en la biblioteca.",
    ),
    "said.stopped": ("Stopped.", "Angehalten.", "Detenido."),
    "said.failed": (
        "No answer. You can try again.",
        "Keine Antwort. Versuchen Sie es noch einmal.",
        "Sin respuesta. Puedes reintentar.",
    ),
    "problem.stopped": (
        "You stopped this answer.",
        "Sie haben diese Antwort angehalten.",
        "Has detenido esta respuesta.",
    ),
    "problem.interrupted": (
        "This answer was cut off when the page closed.",
        "Diese Antwort brach ab, als die Seite geschlossen wurde.",
        "Esta respuesta se cortó al cerrar la página.",
    ),
    "problem.lost": (
        "The connection to the server was lost. Your question is kept.",
        "Die Verbindung zum Server ist abgerissen. Ihre Frage ist noch da.",
        "Se perdió la conexión con el servidor. Tu pregunta se conserva.",
    ),
    "problem.busy": (
        "Many people are asking right now. Please try again in a moment.",
        "Gerade fragen viele. Bitte gleich noch einmal versuchen.",
        "Hay mucha gente preguntando. Vuelve a intentarlo en un momento.",
    ),
    "problem.failed": (
        "Something went wrong on the server. Its log says what.",
        "Auf dem Server ist etwas schiefgegangen. Sein Protokoll sagt, was.",
        "Algo falló en el servidor. Su registro dice qué.",
    ),
    "problem.bad_request": (
        "The server did not accept this conversation. Start a new chat.",
        "Der Server hat dieses Gespräch nicht angenommen. Beginnen Sie ein neues.",
        "El servidor no aceptó esta conversación. Empieza un chat nuevo.",
    ),
    "problem.too_long": (
        "The question is too long. Shorten it.",
        "Die Frage ist zu lang. Kürzen Sie sie.",
        "La pregunta es demasiado larga. Acórtala.",
    ),
    "problem.empty": ("The question is empty.", "Die Frage ist leer.", "La pregunta está vacía."),
    "error.too_long": (
        "A question may have {limit} characters. Shorten it.",
        "Eine Frage darf {limit} Zeichen haben. Kürzen Sie sie.",
        "Una pregunta puede tener {limit} caracteres. Acórtala.",
    ),
    "storage.full": (
        "This browser's storage is full. The chat goes on, but is not kept. Delete old chats in History.",
        "Der Speicher dieses Browsers ist voll. Das Gespräch bleibt nicht erhalten. Löschen Sie alte im Verlauf.",
        "El almacenamiento del navegador está lleno. El chat sigue sin guardarse. Borra chats viejos en Historial.",
    ),
    "storage.blocked": (
        "This browser keeps no data for this page. The chat goes on, but is not kept.",
        "Dieser Browser speichert für diese Seite nichts. Das Gespräch geht weiter, wird aber nicht aufbewahrt.",
        "Este navegador no guarda datos de esta página. El chat sigue, pero no se guarda.",
    ),
    "feedback.up": ("Good answer", "Gute Antwort", "Buena respuesta"),
    "feedback.down": ("Poor answer", "Schlechte Antwort", "Mala respuesta"),
    "feedback.thanks": (
        "Noted on this machine. Thank you.",
        "Auf diesem Rechner vermerkt. Danke.",
        "Anotado en este equipo. Gracias.",
    ),
    "feedback.failed": (
        "The note could not be written.",
        "Der Vermerk ließ sich nicht schreiben.",
        "No se pudo anotar.",
    ),
    "feedback.reason": ("What was wrong? (optional)", "Was war falsch? (freiwillig)", "¿Qué falló? (opcional)"),
    "feedback.send": ("Send", "Senden", "Enviar"),
    # ---- sources
    "cite.label": ("Source {n}, {where}", "Quelle {n}, {where}", "Fuente {n}, {where}"),
    "cite.short": ("Source {n}", "Quelle {n}", "Fuente {n}"),
    "source.label": ("Sources", "Quellen", "Fuentes"),
    "source.empty.title": (
        "The words behind each answer",
        "Die Worte hinter jeder Antwort",
        "Las palabras tras cada respuesta",
    ),
    "source.empty.text": (
        "When an answer arrives, its sources open here.",
        "Kommt eine Antwort, öffnen sich hier ihre Quellen.",
        "Cuando llega una respuesta, sus fuentes se abren aquí.",
    ),
    "source.empty.cite": (
        "A number leads to the passage a sentence rests on.",
        "Eine Zahl führt zur Stelle, auf der ein Satz beruht.",
        "Un número lleva al pasaje en que se apoya una frase.",
    ),
    "source.empty.mark": (
        "The quoted words are marked where they stand.",
        "Die zitierten Worte sind an ihrem Ort markiert.",
        "Las palabras citadas aparecen marcadas en su sitio.",
    ),
    "source.empty.refs": (
        "Public references behind the passage come with links.",
        "Öffentliche Belege der Stelle haben Links.",
        "Las referencias públicas del pasaje llevan enlaces.",
    ),
    "source.none": (
        "This answer has no sources.",
        "Diese Antwort hat keine Quellen.",
        "Esta respuesta no tiene fuentes.",
    ),
    "source.of": ("Source {n} of {all}", "Quelle {n} von {all}", "Fuente {n} de {all}"),
    "source.cited": ("Cited", "Zitiert", "Citadas"),
    "source.found": ("Found, not cited", "Gefunden, nicht zitiert", "Encontrada, no citada"),
    "source.found_many": ("Found, not cited", "Gefunden, nicht zitiert", "Encontradas, no citadas"),
    "source.prev": ("Previous source", "Vorige Quelle", "Fuente anterior"),
    "source.next": ("Next source", "Nächste Quelle", "Fuente siguiente"),
    "source.as_of": ("as of {date}", "Stand {date}", "a {date}"),
    "source.undated": ("The document gives no date", "Das Dokument nennt kein Datum", "El documento no indica fecha"),
    "source.check": ("check for newer figures", "auf neuere Zahlen prüfen", "busca cifras más recientes"),
    "source.copy": ("Copy citation", "Zitat kopieren", "Copiar cita"),
    "source.copy_link": ("Copy link", "Link kopieren", "Copiar enlace"),
    "source.open": ("Open in library", "In der Bibliothek öffnen", "Abrir en la biblioteca"),
    "source.read_on": ("Read the whole document", "Das ganze Dokument lesen", "Leer el documento completo"),
    "source.references": ("What this passage rests on", "Worauf diese Stelle beruht", "En qué se apoya este pasaje"),
    "source.no_references": (
        "General craft knowledge of the library; no public source is given for this passage.",
        "Allgemeines Fachwissen der Bibliothek; für diese Stelle ist keine öffentliche Quelle genannt.",
        "Conocimiento general de la biblioteca; no se indica una fuente pública para este pasaje.",
    ),
    "source.outline": (
        "Outline of this document ({kind})",
        "Gliederung dieses Dokuments ({kind})",
        "Esquema del documento ({kind})",
    ),
    "source.changed": (
        "The document has changed since this answer. These are the words as they were quoted.",
        "Das Dokument hat sich seit dieser Antwort geändert. Dies sind die Worte, wie sie zitiert wurden.",
        "El documento ha cambiado desde esta respuesta. Estas son las palabras tal como se citaron.",
    ),
    "source.gone": (
        "The document is no longer in the library. These are the words as they were quoted.",
        "Das Dokument ist nicht mehr in der Bibliothek. Dies sind die Worte, wie sie zitiert wurden.",
        "El documento ya no está en la biblioteca. Estas son las palabras tal como se citaron.",
    ),
    "source.unreachable": (
        "The document could not be loaded just now. These are the quoted words.",
        "Das Dokument ließ sich gerade nicht laden. Dies sind die zitierten Worte.",
        "No se pudo cargar el documento ahora. Estas son las palabras citadas.",
    ),
    "source.unplaced": (
        "These are the quoted words.",
        "Dies sind die zitierten Worte.",
        "Estas son las palabras citadas.",
    ),
    "age.now": ("from this month", "aus diesem Monat", "de este mes"),
    "age.months.one": ("{n} month old", "{n} Monat alt", "hace {n} mes"),
    "age.months.other": ("{n} months old", "{n} Monate alt", "hace {n} meses"),
    "age.years.one": ("{n} year old", "{n} Jahr alt", "hace {n} año"),
    "age.years.other": ("{n} years old", "{n} Jahre alt", "hace {n} años"),
    "kind.role": ("role", "Rolle", "puesto"),
    "kind.transition": ("move", "Wechsel", "cambio"),
    "kind.market": ("market", "Markt", "mercado"),
    "kind.framework": ("framework", "Rahmenwerk", "marco"),
    "kind.certification": ("certification", "Zertifizierung", "certificación"),
    "kind.tool": ("tools", "Werkzeuge", "herramientas"),
    "kind.guide": ("guide", "Leitfaden", "guía"),
    "kind.document": ("document", "Dokument", "documento"),
    "kinds.role": ("Roles", "Rollen", "Puestos"),
    "kinds.transition": ("Moves", "Wechsel", "Cambios"),
    "kinds.market": ("Market", "Markt", "Mercado"),
    "kinds.framework": ("Frameworks", "Rahmenwerke", "Marcos"),
    "kinds.certification": ("Certifications", "Zertifizierungen", "Certificaciones"),
    "kinds.tool": ("Tools", "Werkzeuge", "Herramientas"),
    "kinds.guide": ("Guides", "Leitfäden", "Guías"),
    "kinds.document": ("Documents", "Dokumente", "Documentos"),
    # ---- library
    "library.title": ("Library", "Bibliothek", "Biblioteca"),
    "library.lead": (
        "{count} documents are all that answers are made from. Read any of them whole.",
        "{count} Dokumente sind alles, woraus Antworten entstehen. Jedes lässt sich ganz lesen (auf Englisch).",
        "Las respuestas salen solo de {count} documentos. Puedes leerlos enteros (en inglés).",
    ),
    "library.search": ("Search the library", "Bibliothek durchsuchen", "Buscar en la biblioteca"),
    "library.all": ("All", "Alle", "Todo"),
    "library.filter": ("Kind of document", "Art des Dokuments", "Tipo de documento"),
    "library.hits.one": ("{n} passage", "{n} Stelle", "{n} pasaje"),
    "library.hits.other": ("{n} passages", "{n} Stellen", "{n} pasajes"),
    "library.hits_label": ("In the text", "Im Text", "En el texto"),
    "library.documents": ("Documents", "Dokumente", "Documentos"),
    "library.nothing": (
        "Nothing here matches. Try fewer or other words.",
        "Nichts passt dazu. Versuchen Sie weniger oder andere Wörter.",
        "Nada coincide. Prueba con menos palabras u otras.",
    ),
    "library.pick": (
        "Pick a document to read it here.",
        "Wählen Sie ein Dokument, um es hier zu lesen.",
        "Elige un documento para leerlo aquí.",
    ),
    "library.back": ("All documents", "Alle Dokumente", "Todos los documentos"),
    "library.gone": (
        "There is no document “{id}” in the library.",
        "Ein Dokument „{id}“ gibt es hier nicht.",
        "No hay ningún documento «{id}».",
    ),
    "library.failed": (
        "The library could not be loaded.",
        "Die Bibliothek ließ sich nicht laden.",
        "No se pudo cargar la biblioteca.",
    ),
    "library.outline": ("On this page", "In diesem Dokument", "En esta página"),
    "library.references": ("References", "Belege", "Referencias"),
    "library.aliases": ("Also called", "Auch genannt", "También llamado"),
    "library.ask": ("Ask about this", "Dazu fragen", "Preguntar sobre esto"),
    "library.ask_text": (
        "What does “{title}” say about ",
        "What does “{title}” say about ",
        "What does “{title}” say about ",
    ),
    "library.part": (
        "This document is long; the part around the passage is shown.",
        "Dieses Dokument ist lang; gezeigt wird der Teil um die Stelle.",
        "El documento es largo; se muestra la parte en torno al pasaje.",
    ),
    "library.reference": ("Reference {id}: {title}", "Beleg {id}: {title}", "Referencia {id}: {title}"),
    # ---- history
    "history.title": ("History", "Verlauf", "Historial"),
    "history.lead": (
        "Your chats are kept in this browser and nowhere else.",
        "Ihre Gespräche liegen in diesem Browser und sonst nirgends.",
        "Tus chats se guardan en este navegador y en ningún otro sitio.",
    ),
    "history.empty": (
        "No chats yet. What you ask will be listed here, with its sources.",
        "Noch keine Gespräche. Was Sie fragen, steht dann hier, mit den Quellen.",
        "Aún no hay chats. Lo que preguntes aparecerá aquí, con sus fuentes.",
    ),
    "history.start": ("Ask a question", "Eine Frage stellen", "Hacer una pregunta"),
    "history.turns.one": ("{n} question", "{n} Frage", "{n} pregunta"),
    "history.turns.other": ("{n} questions", "{n} Fragen", "{n} preguntas"),
    "history.rename": ("Rename", "Umbenennen", "Renombrar"),
    "history.rename_label": ("Name of this chat", "Name dieses Gesprächs", "Nombre del chat"),
    "history.save": ("Save", "Speichern", "Guardar"),
    "history.delete": ("Delete", "Löschen", "Borrar"),
    "history.delete_all": ("Delete all", "Alle löschen", "Borrar todo"),
    "history.delete_sure": (
        "Delete “{title}”? This cannot be undone.",
        "„{title}“ löschen? Das lässt sich nicht rückgängig machen.",
        "¿Borrar «{title}»? No se puede deshacer.",
    ),
    "history.delete_all_sure": (
        "Delete all {count} chats of this browser? This cannot be undone.",
        "Alle {count} Gespräche dieses Browsers löschen? Das lässt sich nicht rückgängig machen.",
        "¿Borrar los {count} chats de este navegador? No se puede deshacer.",
    ),
    "history.deleted": ("Deleted", "Gelöscht", "Borrado"),
    "history.export_md": ("Export as Markdown", "Als Markdown sichern", "Exportar como Markdown"),
    "history.export_json": ("Export as JSON", "Als JSON sichern", "Exportar como JSON"),
    "history.gone": (
        "That chat is not in this browser.",
        "Dieses Gespräch ist nicht in diesem Browser.",
        "Ese chat no está en este navegador.",
    ),
    "history.untitled": ("Untitled chat", "Ohne Titel", "Chat sin título"),
}


@cache
def strings(lang: str) -> dict[str, str]:
    """Every string of one language; of English where the language is unknown."""
    column = list(LANGUAGES).index(lang) if lang in LANGUAGES else 0
    return {key: row[column] for key, row in _TABLE.items()}


def text(lang: str, key: str, **values: object) -> str:
    """One string with its placeholders filled in. Raises KeyError where there is no such key."""
    said = strings(lang)[key]
    return said.format(**values) if values else said
