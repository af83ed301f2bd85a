"""The negations of official prose, by language: what carries the meaning, and no grammar.

Left out are words that only sound negative (Africa, future, drone, very, constant) and what means "not only".
"""

import re
from functools import cache

from storage.edits.meaning.vocabulary import SHORT_WORDS, primary_language
from storage.edits.words import plain

_NEGATIONS = {
    "en": r"\b(?:no|not(?! only\b)|non|never|none|nor|neither|nobody|nothing|nowhere|cannot|without)\b|n't\b",
    # `pas` and `plus` only follow `ne`
    "fr": r"\b(?:ne(?! \S+ pas seulement\b)|non(?! seulement\b)|ni|sans|jamais|aucune?|nul|nulle)\b"
    r"|\bn'(?!\S+ pas seulement\b)",
    "de": r"\b(?:nicht(?! nur\b| zuletzt\b)|kein(?:e[mnrs]?)?|nie|niemals|niemand(?:em|en)?|nichts|weder|ohne)\b"
    r"|\bnirgends\b",
    "es": r"\b(?:no(?! s[oó]lo\b| solamente\b| obstante\b)|nunca|jamás|nadie|nada|ni|ningún|ningun[ao]s?|sin)\b"
    r"|\btampoco\b",
    "pt": r"\b(?:não(?! s[oó]\b| apenas\b| somente\b| obstante\b)|nunca|jamais|ninguém|nada|nem|nenhuma?|sem)\b"
    r"|\btampouco\b",
    "it": r"\b(?:non(?! solo\b| soltanto\b| ostante\b)|mai|nessun[oa]?|niente|nulla|né|senza)\b"
    r"|\b(?:neppure|nemmeno|neanche)\b",
    "ru": r"\b(?:не(?! только\b)|нет|ни|без|нельзя|никогда|никто|никого|никак\w*|ничто|ничего|никоим)\b",
    "uk": r"\b(?:не(?! лише\b| тільки\b)|нема|немає|ні|без|ніколи|ніхто|ніщо|нічого|жод\w+)\b",
    "pl": r"\b(?:nie(?! tylko\b)|bez|nigdy|nikt|nikogo|nic|niczego|ani|żad\w+)\b",
    "nb": r"\b(?:ikke(?! bare\b| kun\b| minst\b)|ingen|intet|ingenting|aldri|uten|verken)\b",
    # Turkish negates within the verb.
    "tr": r"\b(?:değil|yok|hayır|hiçbir|asla|ne)\b|m[ıiuü]yor|m[ae](?:d[ıi]|m[ıi]ş|yece[kğ]|yaca[kğ]|z\b|mekte|makta)",
    "el": r"\b(?:δεν|δε|μην?|ούτε|χωρίς|κανείς|κανένας|καμία|κανένα|ποτέ|τίποτα|όχι(?! μόνο))\b",
    "nl": r"\b(?:niet(?! alleen\b| enkel\b)|geen|nooit|niemand|niets|noch|zonder|nergens)\b",
    "id": r"\b(?:tidak(?! hanya\b)|bukan|tanpa|belum|jangan)\b",
    "vi": r"\b(?:không(?! chỉ\b)|chưa|chẳng|đừng)\b",
    "fa": r"\b(?:ن?می|نیست\w*|نه|بدون|هیچ|عدم|نبود\w*|نخواه\w+|نکرد\w*|نشد\w*)\b(?<!\bمی)",
    "he": r"\b(?:לא(?! רק)|אין|אינ\w+|בלי|ללא|מעולם|שום|אל)\b",
    "ja": r"(?<!少)ない|なかった|(?<!だけで)(?<!ばかりで)(?<!少)(?<!間も)なく|なけれ|ません"
    r"|ず(?:に|、|。|$)|まい(?:。|$)|不(?![断動思])|未(?!来)|非(?!常)|無(?![線論償事]|人[機航])",
    "zh": r"不(?![仅僅但断斷久过過管论論丹列]|同(?!意)|少(?!于|於))|(?<![淹出埋沉])[没沒](?![收落])|未(?![来來])"
    r"|(?<![南北东東西中])非(?![洲常盟方])|[无無](?![论論线線锡錫疑限比]|人[机機驾駕艇船车車])",
    "ko": r"않|없|(?<!뿐만 )(?<!뿐 )아니|못|(?<!\w)안(?= )|지 ?말|말아야",
    "ar": r"\b[وف]?(?:لا(?! سيما)|لم|لن|ليس\w*(?! فقط)|غير|دون|بدون|عدم)\b",
}


def negated(text: str, language: str | None) -> int:
    """Count the negations of `text`; `language` is a BCP 47 tag, and all lists are used where there is none for it."""
    return sum(1 for _ in _negations(primary_language(language)).finditer(plain(text)))


@cache
def _negations(language: str) -> re.Pattern[str]:
    others = (pattern for name, pattern in _NEGATIONS.items() if name not in SHORT_WORDS)
    return re.compile(_NEGATIONS.get(language) or "|".join(others))
