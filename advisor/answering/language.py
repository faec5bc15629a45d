"""Questions in another language: which one it is, its words in English, and the lines that a reply needs of it.

The documents and the embedding model are English. A question in another language is read through a small lexicon
of words by which careers are asked about, whatever the field; names stay as they are. The reply says so in the
person's language, and quotes what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from advisor.text import STOPWORDS, fold, words

LANGUAGES = (
    "en",
    "de",
    "es",
    "fr",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "cs",
    "ru",
    "uk",
    "tr",
    "zh",
    "ja",
    "ko",
    "ar",
    "hi",
    "ro",
    "hu",
    "fi",
    "el",
)
_MARGIN = 12.0
_ARTICLES = frozenset("ein eine einen einem einer un una uno une um uma een en ett et".split())
_ENGLISH = frozenset(
    "what how which who when where why is are do does did can could should would will the a an i my me and or of in to for from with "
    "much many need get become between best most about tell versus vs compare it that this you your have has "
    "fee fees pay pays salary cheap".split()
)
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
)

_LINES: dict[str, dict[str, str]] = {
    "en": {
        "missing": "The library does not hold this: {what}. It covers {covers}.",
        "related": "The passages below are near the question but do not answer it.",
        "out_of_scope": "That is outside this library, which covers {covers}.",
        "beyond": "This library cannot help with {what}; it covers {covers}.",
        "partial": "Only part of this is known; not found: {what}. What the library does say:",
        "partial_told": "Only part of this is known; not found: {what}. What follows speaks of {told}.",
        "near": "This may not be exactly what was asked; it is the nearest that the library says:",
        "part_missing": "One part stays open: the library does not hold {what}.",
        "composed": "No document describes this move itself, so it is put together here from the documents about both roles.",
        "full_plan": "For stages, hours and certifications, ask for a full plan from {start} to {goal}.",
        "say_start": "Say which role you have now, and this becomes a path. The library describes: {moves}.",
        "greeting": "Hello. Ask about a role, a move between roles, pay, skills, certifications or rules; every sentence of an answer "
        "shows the words it rests on. The library holds {covers}.",
        "thanks": "You are welcome. Ask on whenever you like; the library holds {covers}.",
        "help": "Ask a question in your own words, such as what a role does, what it pays, or how to move from one to another. Answers are "
        "quoted from {covers}, and each number in brackets opens its source.",
        "language": "",
    },
    "de": {"language": "Die Dokumente sind auf Englisch; hier steht, was sie dazu sagen.", "missing": "Die Bibliothek (auf Englisch) enthält das nicht: {what}.", "near": "Das ist vielleicht nicht genau das Gefragte; es ist das Nächste, was die Bibliothek sagt:"},
    "es": {"language": "Los documentos están en inglés; esto es lo que dicen.", "missing": "La biblioteca (en inglés) no contiene esto: {what}.", "near": "Puede que no sea exactamente lo preguntado; es lo más cercano que dice la biblioteca:"},
    "fr": {"language": "Les documents sont en anglais ; voici ce qu’ils disent.", "missing": "La bibliothèque (en anglais) ne contient pas cela : {what}.", "near": "Ce n’est peut-être pas exactement la question ; c’est ce que la bibliothèque dit de plus proche :"},
    "it": {"language": "I documenti sono in inglese; ecco che cosa dicono.", "missing": "La biblioteca (in inglese) non contiene questo: {what}.", "near": "Forse non è esattamente quanto chiesto; è ciò che la biblioteca dice di più vicino:"},
    "pt": {"language": "Os documentos estão em inglês; eis o que dizem.", "missing": "A biblioteca (em inglês) não contém isto: {what}.", "near": "Talvez não seja exatamente o que foi perguntado; é o mais próximo que a biblioteca diz:"},
    "nl": {"language": "De documenten zijn in het Engels; dit is wat ze zeggen.", "missing": "De bibliotheek (in het Engels) bevat dit niet: {what}.", "near": "Dit is misschien niet precies wat gevraagd werd; het is wat de bibliotheek het dichtst daarbij zegt:"},
    "pl": {"language": "Dokumenty są po angielsku; oto co mówią.", "missing": "Biblioteka (po angielsku) tego nie zawiera: {what}.", "near": "To może nie być dokładnie to, o co pytano; to najbliższe, co mówi biblioteka:"},
    "sv": {"language": "Dokumenten är på engelska; så här säger de.", "missing": "Biblioteket (på engelska) innehåller inte detta: {what}.", "near": "Det är kanske inte exakt det som efterfrågades; det är det närmaste som biblioteket säger:"},
    "da": {"language": "Dokumenterne er på engelsk; her er, hvad de siger.", "missing": "Biblioteket (på engelsk) indeholder ikke dette: {what}.", "near": "Det er måske ikke præcis det, der blev spurgt om; det er det nærmeste, biblioteket siger:"},
    "cs": {"language": "Dokumenty jsou v angličtině; toto říkají.", "missing": "Knihovna (v angličtině) toto neobsahuje: {what}."},
    "ro": {"language": "Documentele sunt în engleză; iată ce spun.", "missing": "Biblioteca (în engleză) nu conține acest lucru: {what}.", "near": "Poate că nu este exact ce s-a întrebat; este cel mai apropiat lucru pe care îl spune biblioteca:"},
    "hu": {"language": "A dokumentumok angol nyelvűek; ezt mondják.", "missing": "A könyvtár (angolul) ezt nem tartalmazza: {what}."},
    "fi": {"language": "Asiakirjat ovat englanniksi; tässä on, mitä ne sanovat.", "missing": "Kirjasto (englanniksi) ei sisällä tätä: {what}.", "near": "Tämä ei ehkä ole aivan se, mitä kysyttiin; se on lähin, mitä kirjasto sanoo:"},
    "ru": {"language": "Документы на английском языке; вот что в них сказано.", "missing": "В библиотеке (на английском) этого нет: {what}."},
    "uk": {"language": "Документи англійською мовою; ось що в них сказано.", "missing": "У бібліотеці (англійською) цього немає: {what}."},
    "tr": {"language": "Belgeler İngilizce; şöyle diyorlar.", "missing": "Kütüphane (İngilizce) bunu içermiyor: {what}.", "near": "Bu tam olarak sorulan olmayabilir; kütüphanenin söylediği en yakın şey budur:"},
    "el": {"language": "Τα έγγραφα είναι στα αγγλικά· ιδού τι λένε.", "missing": "Η βιβλιοθήκη (στα αγγλικά) δεν περιέχει αυτό: {what}."},
    "zh": {"language": "文档为英文；以下是其中的内容。", "missing": "资料库（英文）中没有：{what}。"},
    "ja": {"language": "文書は英語です。以下がその内容です。", "missing": "ライブラリ（英語）にはありません：{what}。"},
    "ko": {"language": "문서는 영어로 되어 있으며, 내용은 다음과 같습니다.", "missing": "라이브러리(영어)에 없는 내용입니다: {what}."},
    "ar": {"language": "الوثائق باللغة الإنجليزية؛ وهذا ما تقوله.", "missing": "المكتبة (بالإنجليزية) لا تحتوي على هذا: {what}."},
    "hi": {"language": "दस्तावेज़ अंग्रेज़ी में हैं; वे यह कहते हैं।", "missing": "पुस्तकालय (अंग्रेज़ी में) में यह नहीं है: {what}।"},
}  # fmt: skip

_LEXICON = {
    # English word: the words of other languages, folded, that ask for the same
    "salary": "gehalt gehalter lohn verdienst verdient verdienen verdiene salario salarios sueldo gana ganar gano cobra salaire salaires gagne gagner "
    "remuneration stipendio stipendi guadagna guadagnare retribuzione ganha ganhar remuneracao salaris loon verdien zarobki pensja zarabia lon lonn "
    "tjanar plat maas зарплата 薪水 工资 給与 年収 급여 연봉 maasi mzda",
    "skills": "fahigkeiten kenntnisse kompetenzen kompetenz habilidades competencias destrezas competences competenze abilita capacita "
    "vaardigheden umiejetnosci kompetencje fardigheter навыки 技能 スキル 기술 beceriler",
    "become": "werde werden werd wird wordt word worden convertirme convertirse llegar convierto devenir deviens devient diventare divento diventa tornar "
    "tornar-me virar bli zostac zostać стать なる 되다 成为 olunur",
    "from": "von vom aus desde von de da dal van od fran из から",
    "to": "zu zum zur nach hacia vers verso naar till",
    "move": "wechseln wechsel wechsle umsteigen umstieg cambiar pasar cambio passer changer reconvertir passare cambiare mudar passar overstappen overstap "
    "przejsc byta перейти",
    "certification": "zertifikat zertifikate zertifizierung zertifizierungen certificacion certificaciones certificats certificat certificazione certificazioni "
    "certificacao certificacoes certificering certificeringen certyfikat certyfikaty сертификат 认证 資格 資格",
    "cost": "kostet kosten preis preise cuesta costar precio coute couter prix costa costare prezzo custa custar preco kost kosztuje cena kostar стоит 费用 費用",
    "tasks": "aufgaben aufgabe macht tut tareas hace funciones taches fait missions compiti mansioni fa tarefas faz taken doet zadania",
    "tools": "werkzeuge tool herramientas outils strumenti ferramentas gereedschap narzedzia",
    "exam": "prufung pruefung examen esame exame egzamin",
    "valid": "gultig gueltig gultigkeit valido valida vigencia valable validite validade geldig",
    "fine": "strafe strafen bussgeld bussgelder geldbusse multa multas amende amendes sanction sanzione sanzioni multe boete boetes kara",
    "when": "wann cuando quand quando wanneer kiedy nar когда",
    "how": "wie como comment come hoe jak hur как 如何 どう",
    "how much": "wieviel cuanto cuanta combien quanto hoeveel ile сколько",
    "how many": "wieviele cuantos cuantas quanti quante quantos quantas",
    "what is": "wat quoi quel quelle quali quale qual cual was ist co czym vad что",
    "grow": "wachsen wachst wachstum gewachsen crecer crecio crecimiento croitre croissance crescere crescita cresce crescimento groeien groei wzrost",
    "fell": "gesunken gefallen sinken ruckgang cayo bajo caida baisse baisser diminue diminuito calato caiu gedaald spadek",
    "jobs": "stellen stelle jobs arbeitsplatze empleos puestos ofertas emplois postes lavori posti empregos vagas banen vacatures praca",
    "difference": "unterschied unterschiede diferencia difference differenza diferenca verschil roznica",
    "compare": "vergleiche vergleichen vergleich comparar compara comparer compare confronta confrontare vergelijk",
    "without": "ohne sin sans senza sem zonder bez",
    "degree": "studium abschluss hochschulabschluss titulo universitario grado carrera diplome laurea diploma studie dyplom",
    "experience": "erfahrung experiencia esperienza experience ervaring doswiadczenie",
    "requirements": "voraussetzungen voraussetzung anforderungen requisitos exigences prerequis requisiti vereisten wymagania",
    "need": "brauche braucht benotige benotigt necesito necesita faut besoin serve servono bisogno preciso precisa nodig potrzebuje",
    "learn": "lernen aprender apprendre imparare leren uczyc",
    "law": "gesetz ley loi legge lei wet prawo",
    "demand": "nachfrage demanda demande domanda procura vraag popyt",
    "apply": "gelten gilt aplican aplica applique appliquent applicano aplicam toepassing",
    "engineer": "ingenieur ingenieurin ingeniero ingeniera ingenieure ingegnere engenheiro engenheira",
    "security": "sicherheit sicherheits seguridad securite sicurezza seguranca veiligheid bezpieczenstwa",
    "artificial intelligence AI": "ki ia kunstliche",
    "analyst": "analista analyste analyst",
    "data": "daten datos donnees dati dados",
    "specialist": "spezialist especialista specialiste specialista",
    "in United States": "usa eeuu vereinigten staaten",
    "in Germany": "deutschland alemania allemagne germania alemanha duitsland",
    "in Spain": "spanien espana espagne spagna espanha spanje",
    "in France": "frankreich francia frankrijk franca",
    "in Italy": "italien italia italie",
    "in Norway": "norwegen noruega norvege norvegia noorwegen",
    "in Switzerland": "schweiz suiza suisse svizzera zwitserland",
    "in Austria": "osterreich autriche oostenrijk",
    "in Sweden": "schweden suecia suede svezia zweden",
    "in Denmark": "danemark dinamarca danimarca denemarken",
    "in Poland": "polen polonia pologne polsce",
    "in Portugal": "portogallo",
    "in Europe": "europa",
    "plan": "plan lernplan piano plano",
    "best": "beste bester mejor mejores meilleur meilleure migliore melhor beste najlepszy",
}  # fmt: skip


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, str]:
    return {fold(foreign): english for english, listed in _LEXICON.items() for foreign in listed.split()}


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid

    py3langid.set_languages(list(LANGUAGES))
    return py3langid


def detect(text: str) -> str:
    """ISO 639-1 code of a question's language; `en` where there is no clear sign of another one."""
    for script, code in _SCRIPTS:
        if script.search(text):
            return code
    found = words(text)
    english = sum(w in _ENGLISH for w in found)
    if english >= 2 or len(found) < 3 and text.isascii() or (english and english * 4 >= len(found) and text.isascii()):
        return "en"
    foreign = sum(w in _lexicon() for w in found)
    ranked = dict(_identifier().rank(text))
    code, score = max(ranked.items(), key=lambda item: float(item[1]))
    margin = float(score) - float(ranked["en"])
    needed = _MARGIN if not foreign and text.isascii() else 2.0
    return str(code) if code != "en" and margin > needed else "en"


def in_english(text: str, known: Callable[[str], bool], corpus_words: Mapping[str, int]) -> str:
    """A question of another language as English words: its career words translated, its names kept, words that
    are nearly the same in English ("Funktionen") read as the corpus writes them, the little words left out. Where it
    names nothing that the corpus knows, what stands behind an article ("ein Tierarzt") is kept: it is what is asked about.

    `known` tells whether the corpus has a folded word; `corpus_words` counts those it has.
    """
    kept: list[str] = []
    named, unread, before = False, [], ""
    for match in re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*(?:\+\+|\+|#)?", text):
        word = fold(match[0])
        before, article = word, before in _ARTICLES
        if word in _lexicon():
            kept.append(_lexicon()[word])
        elif (
            any(c.isdigit() for c in match[0])
            or sum(c.isupper() for c in match[0]) > 1
            or known(word)
            and word not in STOPWORDS
        ):
            kept.append(match[0])
            named = True
        else:
            cognate = _cognate(word, corpus_words)
            kept.extend([cognate] if cognate else [])
            named = named or cognate is not None
            unread.extend([match[0]] if article and not cognate and len(word) > 4 else [])
    return " ".join(kept if named else [*kept, *unread]) or text


def _cognate(word: str, corpus_words: Mapping[str, int]) -> str | None:
    """The corpus word that a foreign word is nearly the same as, a frequent one before a rare one; None for short
    words."""
    if len(word) < 6:
        return None
    from rapidfuzz import fuzz, process

    alike = [w for w in corpus_words if w[:2] == word[:2] and len(w) > 4]
    near = process.extract(word, alike, scorer=fuzz.ratio, score_cutoff=70, limit=5)
    return str(max(near, key=lambda m: m[1] + min(corpus_words[m[0]], 60) / 4)[0]) if near else None


def line(key: str, language: str) -> str:
    """A line of a reply, in the person's language where there is one, else in English."""
    return _LINES.get(language, {}).get(key) or _LINES["en"][key]
