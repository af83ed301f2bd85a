"""Words that weigh more than others when they change: negations, numbers in words, months and days, by language.

The lists hold what carries the meaning in official prose; they are not grammars. Keys are primary language subtags
(ISO 639). All words are folded: compatibility forms, lower case, straight apostrophes.
"""

import re
from functools import cache

_NEGATIONS = {
    "en": r"\b(?:no|not|non|never|none|nor|neither|nobody|nothing|nowhere|cannot|without)\b|n't\b",
    "fr": r"\b(?:ne|non|ni|sans|jamais|aucune?|nul|nulle)\b|\bn'",  # `pas` and `plus` only follow `ne`
    "de": r"\b(?:nicht|kein(?:e[mnrs]?)?|nie|niemals|niemand(?:em|en)?|nichts|weder|ohne|nirgends)\b",
    "es": r"\b(?:no|nunca|jamás|nadie|nada|ni|ningún|ningun[ao]s?|sin|tampoco)\b",
    "pt": r"\b(?:não|nunca|jamais|ninguém|nada|nem|nenhum|nenhuma|sem|tampouco)\b",
    "it": r"\b(?:non|mai|nessun[oa]?|niente|nulla|né|senza|neppure|nemmeno|neanche)\b",
    "ru": r"\b(?:не|нет|ни|без|нельзя|никогда|никто|никого|никак\w*|ничто|ничего|никоим)\b",
    "ja": r"ない|なかった|なく|なけれ|ません|ず(?:に|、|。|$)|まい(?:。|$)|[不未非無]",
    # Without the words that only sound negative: Africa, very, future, not only, regardless, constant, same.
    "zh": r"不(?![仅僅但断斷同久])|没|沒|未(?![来來])|(?<![南北东東西中])非(?![洲常盟方])|[无無](?![论論])",
    "ko": r"않|없|아니|못|(?<!\w)안(?= )|말아야",
    "ar": r"\b[وف]?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|عدم)\b",
}

# The numbers a text spells out, with the forms of one number joined by slashes; `one` is an article in most languages.
_VALUES = "2 3 4 5 6 7 8 9 10 11 12 20 30 40 50 60 70 80 90 100 1000 million billion trillion".split()  # noqa: SIM905
_NUMBERS = {
    "en": "two/second three/third four/fourth five/fifth six/sixth seven/seventh eight/eighth nine/ninth ten/tenth "
    "eleven/eleventh twelve/twelfth twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion trillion",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante soixante - - - "
    "cent/cents mille million/millions milliard/milliards billion/billions",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreissig vierzig fünfzig "
    "sechzig siebzig achtzig neunzig hundert tausend million/millionen milliarde/milliarden billion/billionen",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta sesenta "
    "setenta ochenta noventa cien/ciento mil millón/millones - billón/billones",
    "pt": "dois/duas três quatro cinco seis sete oito nove dez onze doze vinte trinta quarenta cinquenta sessenta "
    "setenta oitenta noventa cem/cento mil milhão/milhões bilhão/bilhões trilhão/trilhões",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta sessanta "
    "settanta ottanta novanta cento mille/mila milione/milioni miliardo/miliardi -",
    "ru": "два/две/двух/двум три/трех/трём четыре/четырех пять/пяти шесть/шести семь/семи восемь/восьми девять/девяти "
    "десять/десяти одиннадцать двенадцать двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят шестьдесят "
    "семьдесят восемьдесят девяносто сто/ста тысяча/тысячи/тысяч миллион/миллиона/миллионов "
    "миллиард/миллиарда/миллиардов триллион/триллиона/триллионов",
}
# Twelve months, then the days of the week from Monday; those of Portuguese are ordinals.
_CALENDAR = {
    "en": "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "januar februar märz april mai juni juli august september oktober november dezember "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro "
    "- - - - - sábado domingo",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "понедельник вторник среду четверг пятницу субботу воскресенье",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر "
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}


@cache
def negations(language: str | None) -> re.Pattern[str]:
    """A pattern that finds each negation of a folded text; those of all languages where it has no list."""
    known = _NEGATIONS.get(_primary(language))
    return re.compile(known or "|".join(_NEGATIONS.values()))


@cache
def values(language: str | None) -> dict[str, str]:
    """What the number words and calendar words of a language stand for: `two` for "2", `june` for "month 6".

    Where there is no list for the language, the words of all languages that do not contradict one another.
    """
    if _primary(language) in _CALENDAR:
        return dict(_pairs(_primary(language)))
    meanings: dict[str, set[str]] = {}
    for each in _CALENDAR:
        for word, value in _pairs(each):
            meanings.setdefault(word, set()).add(value)
    return {word: value for word, (value, *others) in meanings.items() if not others}


def _primary(language: str | None) -> str:
    return (language or "").partition("-")[0].lower()


def _pairs(language: str) -> list[tuple[str, str]]:
    calendar = [f"month {i}" for i in range(1, 13)] + [f"day {i}" for i in range(1, 8)]
    spelled = _NUMBERS.get(language, "").split()
    named = [
        *zip(_CALENDAR[language].split(), calendar, strict=True),
        *zip(spelled, _VALUES[: len(spelled)], strict=True),
    ]
    return [(form, value) for forms, value in named for form in forms.split("/") if form != "-"]
