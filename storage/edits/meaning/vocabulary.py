"""Words that stand for a number, a month or a day of the week, by language.

The lists hold what official prose spells out; they are no grammars. Keys are primary language subtags (ISO 639). All
words are folded: compatibility forms, lower case, no vowel signs. A form that ends in `~` stands for itself with each
ending that ordinals have in its language.
"""

from collections.abc import Iterator
from functools import cache

# `one` is an article in most languages, and says nothing that `two` in its place would not say.
_NUMBERS = {
    "en": "1:first 2:two/second/twice 3:three/third 4:four/fourth 5:five/fifth 6:six/sixth 7:seven/seventh "
    "8:eight/eighth 9:nine/ninth 10:ten/tenth 11:eleven/eleventh 12:twelve/twelfth/dozen/dozens 13:thirteen "
    "14:fourteen 15:fifteen 16:sixteen 17:seventeen 18:eighteen 19:nineteen 20:twenty 30:thirty 40:forty "
    "50:fifty 60:sixty 70:seventy 80:eighty 90:ninety 100:hundred/hundreds 1000:thousand/thousands/k "
    "million:million/millions/m/mn billion:billion/billions/bn trillion:trillion/trillions/tn 1/2:half",
    "fr": "1:premier/première/premiers/premières 2:deux/deuxième/second/seconde 3:trois/troisième "
    "4:quatre/quatrième 5:cinq/cinquième 6:six/sixième 7:sept/septième 8:huit/huitième 9:neuf/neuvième "
    "10:dix/dixième/dizaine/dizaines 11:onze 12:douze/douzaine 13:treize 14:quatorze 15:quinze/quinzaine "
    "16:seize 20:vingt/vingts/vingtaine 30:trente/trentaine 40:quarante/quarantaine 50:cinquante/cinquantaine "
    "60:soixante/soixantaine 100:cent/cents/centaine/centaines 1000:mille/millier/milliers "
    "million:million/millions/m billion:milliard/milliards/md/mds trillion:billion/billions 1/2:moitié "
    "1/3:tiers 1/4:quart/quarts",
    "de": "1:erst~ 2:zwei/zweier/zweien/zweit~ 3:drei/dreier/dreien/dritt~ 4:vier/viert~ 5:fünf/fünft~ "
    "6:sechs/sechst~ 7:sieben/siebt~ 8:acht/acht~ 9:neun/neunt~ 10:zehn/zehnt~ 11:elf/elft~ "
    "12:zwölf/zwölft~/dutzend/dutzende 13:dreizehn 14:vierzehn 15:fünfzehn 16:sechzehn 17:siebzehn "
    "18:achtzehn 19:neunzehn 20:zwanzig 30:dreissig 40:vierzig 50:fünfzig 60:sechzig 70:siebzig 80:achtzig "
    "90:neunzig 100:hundert/hunderte/hunderten 1000:tausend/tausende/tausenden million:million/millionen/mio "
    "billion:milliarde/milliarden/mrd trillion:billion/billionen 1/2:hälfte/halb~ 1/3:drittel 1/4:viertel",
    "es": "1:primer/primer~ 2:dos/segund~ 3:tres/tercer/tercer~ 4:cuatro/cuart~ 5:cinco/quint~ 6:seis/sext~ "
    "7:siete/séptim~ 8:ocho/octav~ 9:nueve/noven~ 10:diez/décim~/decena/decenas 11:once "
    "12:doce/docena/docenas 13:trece 14:catorce 15:quince/quincena 16:dieciséis 17:diecisiete 18:dieciocho "
    "19:diecinueve 20:veinte/veintena 30:treinta 40:cuarenta 50:cincuenta 60:sesenta 70:setenta 80:ochenta "
    "90:noventa 100:cien/ciento/cientos/centenar/centenares 200:doscient~ 300:trescient~ 500:quinient~ "
    "1000:mil/miles/millar/millares million:millón/millones trillion:billón/billones 1/2:mitad "
    "1/3:tercio/tercios",
    "pt": "1:primeir~ 2:dois/duas 3:três/terceir~ 4:quatro/quart~ 5:cinco 6:seis/sext~ 7:sete/sétim~ 8:oito/oitav~ "
    "9:nove/non~ 10:dez/décim~/dezena/dezenas 11:onze 12:doze/dúzia 13:treze 14:catorze/quatorze 15:quinze "
    "16:dezesseis/dezasseis 17:dezessete/dezassete 18:dezoito 19:dezenove/dezanove 20:vinte 30:trinta "
    "40:quarenta 50:cinquenta 60:sessenta 70:setenta 80:oitenta 90:noventa 100:cem/cento/centena/centenas "
    "200:duzent~ 300:trezent~ 500:quinhent~ 1000:mil/milhar/milhares million:milhão/milhões "
    "billion:bilhão/bilhões/bi trillion:trilhão/trilhões 1/2:metade",
    "it": "1:primo/primi 2:due/seconda/secondi 3:tre/terz~ 4:quattro/quart~ 5:cinque/quint~ 6:sei/sest~ "
    "7:sette/settim~ 8:otto/ottav~ 9:nove/nono/nona 10:dieci/decim~/decina/decine 11:undici 12:dodici/dozzina "
    "13:tredici 14:quattordici 15:quindici 16:sedici 17:diciassette 18:diciotto 19:diciannove "
    "20:venti/ventina 30:trenta 40:quaranta 50:cinquanta 60:sessanta 70:settanta 80:ottanta 90:novanta "
    "100:cento/centinaio/centinaia 1000:mille/mila/migliaio/migliaia million:milione/milioni/mln "
    "billion:miliardo/miliardi/mld 1/2:metà",
    "ru": "1:перв~ 2:два/две/двух/двум/двумя/двое/двоих/втор~ 3:три/трех/трёх/трем/трём/тремя/трое/троих "
    "3:третий/третья/третье/третьего/третьей/третьему/третью/третьим/третьих/третьем "
    "4:четыре/четырех/четырёх/четырем/четырём/четырьмя/четверо/четверт~/четвёрт~ "
    "5:пять/пяти/пятью/пятеро/пят~ 6:шесть/шести/шестью/шестеро/шест~ 7:семь/семи/семью/семеро/седьм~ "
    "8:восемь/восьми/восьмью/восьм~ 9:девять/девяти/девят~ 10:десять/десяти/десят~/десяток/десятки/десятков "
    "11:одиннадцать/одиннадцати 12:двенадцать/двенадцати 13:тринадцать/тринадцати "
    "14:четырнадцать/четырнадцати 15:пятнадцать/пятнадцати 16:шестнадцать/шестнадцати "
    "17:семнадцать/семнадцати 18:восемнадцать/восемнадцати 19:девятнадцать/девятнадцати 20:двадцать/двадцати "
    "30:тридцать/тридцати 40:сорок/сорока 50:пятьдесят/пятидесяти 60:шестьдесят/шестидесяти "
    "70:семьдесят/семидесяти 80:восемьдесят/восьмидесяти 90:девяносто/девяноста 100:сто/ста/сотня/сотни/сотен "
    "200:двести/двухсот 300:триста/трехсот 400:четыреста 500:пятьсот/пятисот "
    "1000:тысяча/тысячи/тысяч/тысячу/тыс million:миллион/миллиона/миллионов/миллионы/млн "
    "billion:миллиард/миллиарда/миллиардов/миллиарды/млрд trillion:триллион/триллиона/триллионов/трлн "
    "1/2:половина/половины/половину 1/3:треть/трети 1/4:четверть/четверти",
    "ar": "1:الأول/الأولى 2:اثنان/اثنين/اثنتان/اثنتين/الثاني/الثانية 3:ثلاث/ثلاثة/الثالث/الثالثة "
    "4:أربع/أربعة/الرابع/الرابعة 5:خمس/خمسة/الخامس/الخامسة 6:ست/ستة/السادس/السادسة 7:سبع/سبعة/السابع/السابعة "
    "8:ثمان/ثماني/ثمانية/الثامن/الثامنة 9:تسع/تسعة/التاسع/التاسعة 10:عشر/عشرة/العاشر/العاشرة/عشرات "
    "20:عشرون/عشرين 30:ثلاثون/ثلاثين 40:أربعون/أربعين 50:خمسون/خمسين 60:ستون/ستين 70:سبعون/سبعين "
    "80:ثمانون/ثمانين 90:تسعون/تسعين 100:مئة/مائة/مئات/المئات 200:مئتان/مئتين/مائتان/مائتين "
    "1000:ألف/ألفا/آلاف/الآلاف 2000:ألفان/ألفين million:مليون/ملايين/الملايين billion:مليار/مليارات "
    "trillion:تريليون 1/2:نصف 1/3:ثلث 1/4:ربع",
    "ko": "1:첫/첫째 2:두/둘/둘째 3:세/셋/셋째 4:네/넷/넷째 5:다섯 6:여섯 7:일곱 8:여덟 9:아홉 10:열 20:스무 1/2:절반",
    "uk": "1:перш~ 2:два/дві/двох/двом/двоє/друг~ 3:три/трьох/трьом/троє 4:чотири/чотирьох/четверт~ "
    "5:п'ять/п'яти/п'ят~ 6:шість/шести/шост~ 7:сім/семи/сьом~ 8:вісім/восьми/восьм~ 9:дев'ять/дев'яти/дев'ят~ "
    "10:десять/десяти/десят~ 12:дванадцять 20:двадцять/двадцяти 100:сто/сотні/сотень "
    "1000:тисяча/тисячі/тисяч/тис million:мільйон/мільйони/мільйонів/млн "
    "billion:мільярд/мільярди/мільярдів/млрд 1/2:половина/половини/половину",
    "pl": "1:pierwsz~ 2:dwa/dwie/dwóch/dwaj/dwoje/drug~ 3:trzy/trzech/trzej/troje/trzec~ 4:cztery/czterech/czwart~ "
    "5:pięć/pięciu/piąt~ 6:sześć/sześciu/szóst~ 7:siedem/siedmiu 8:osiem/ośmiu 9:dziewięć/dziewięciu "
    "10:dziesięć/dziesięciu 12:dwanaście 20:dwadzieścia 100:sto/setki/setek 1000:tysiąc/tysiące/tysięcy/tys "
    "million:milion/miliony/milionów/mln billion:miliard/miliardy/miliardów/mld 1/2:połowa/połowę/połowy",
    "nb": "1:første 2:to/andre/annet 3:tre/tredje 4:fire/fjerde 5:fem/femte 6:seks/sjette 7:sju/syv/sjuende/syvende "
    "8:åtte/åttende 9:ni/niende 10:ti/tiende 11:elleve 12:tolv 20:tjue 30:tretti 40:førti 50:femti "
    "100:hundre/hundrevis 1000:tusen/tusenvis million:million/millioner/mill billion:milliard/milliarder/mrd "
    "1/2:halvparten/halv",
    "tr": "1:ilk/birinci 2:iki/ikinci 3:üç/üçüncü 4:dört/dördüncü 5:beş/beşinci 6:altı/altıncı 7:yedi/yedinci "
    "8:sekiz/sekizinci 9:dokuz/dokuzuncu 10:on/onuncu 20:yirmi 30:otuz 40:kırk 50:elli 100:yüz/yüzlerce "
    "1000:bin/binlerce million:milyon billion:milyar trillion:trilyon 1/2:yarısı",
}
_ENDINGS = {
    "de": "e en er es em",
    "es": "o a os as",
    "pt": "o a os as",
    "it": "o a i e",
    "uk": "ий а е і ого ої ому ій у им их",
    "pl": "y a e i ego ej emu ą ym ych",
    "ru": "ый ой ая ое ые ого ому ую ым ых ыми ом",
}
_PREFIXES = {"ar": "و ف ب ل"}  # "and", "then", "with" and "for" are written as one with what follows
# Twelve months, then the days of the week from Monday; those of Portuguese are ordinals. "-" where there is none.
_CALENDAR = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept "
    "october/oct november/nov december/dec monday/mon tuesday/tue wednesday/wed thursday/thu friday/fri "
    "saturday/sat sunday/sun",
    "fr": "janvier/janv février/févr mars avril mai juin juillet/juil août septembre octobre/oct novembre/nov "
    "décembre/déc lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "januar/jänner/jan februar/feber/feb märz april/apr mai juni/jun juli/jul august/aug september/sept "
    "oktober/okt november/nov dezember/dez montag dienstag mittwoch donnerstag freitag samstag/sonnabend "
    "sonntag",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre lunes "
    "martes miércoles jueves viernes sábado domingo",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro - - - - - "
    "sábado domingo",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedì "
    "martedì mercoledì giovedì venerdì sabato domenica",
    "ru": "января/январь/январе/янв февраля/февраль/феврале/фев марта/март/марте апреля/апрель/апреле/апр "
    "мая/май/мае июня/июнь/июне июля/июль/июле августа/август/августе/авг сентября/сентябрь/сентябре/сент "
    "октября/октябрь/октябре/окт ноября/ноябрь/ноябре/нояб декабря/декабрь/декабре/дек "
    "понедельник/понедельника вторник/вторника среду четверг/четверга пятницу/пятница/пятницы "
    "субботу/суббота/субботы воскресенье/воскресенья",
    "uk": "січня/січні лютого/лютому березня/березні квітня/квітні травня/травні червня/червні липня/липні "
    "серпня/серпні вересня/вересні жовтня/жовтні листопада/листопаді грудня/грудні понеділок вівторок середу "
    "четвер п'ятницю суботу неділю",
    "pl": "stycznia/styczniu lutego/lutym marca/marcu kwietnia/kwietniu maja/maju czerwca/czerwcu lipca/lipcu "
    "sierpnia/sierpniu września/wrześniu października/październiku listopada/listopadzie grudnia/grudniu "
    "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
    "nb": "januar februar mars april mai juni juli august september oktober november desember mandag tirsdag onsdag "
    "torsdag fredag lørdag søndag",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba "
    "perşembe cuma cumartesi pazar",
    "ar": "يناير/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/إبريل/ابريل/نيسان/أفريل مايو/أيار/ماي "
    "يونيو/يونيه/حزيران/جوان يوليو/يوليه/تموز/يوليوز/جويلية أغسطس/آب/غشت/أوت سبتمبر/أيلول/شتنبر "
    "أكتوبر/اكتوبر/تشرين نوفمبر/نونبر ديسمبر/كانون/دجنبر الاثنين/الإثنين الثلاثاء الأربعاء الخميس الجمعة "
    "السبت الأحد",
}

_SAME = {"no": "nb", "nn": "nb", "ms": "id"}
# Languages whose words are short and mean other things elsewhere: "on" is ten in Turkish.
SHORT_WORDS = frozenset({"id", "nb", "nl", "tr", "vi"})


def primary_language(language: str | None) -> str:
    """The subtag of a BCP 47 tag under which its words are listed; empty where there is no tag."""
    primary = (language or "").partition("-")[0].lower()
    return _SAME.get(primary, primary)


@cache
def values(language: str | None) -> dict[str, str]:
    """What the number words and calendar words of a language stand for: `two` for "2", `june` for "month 6".

    `language` is a BCP 47 tag. Where there is no list for it, the words of all languages that do not contradict one
    another.
    """
    primary = primary_language(language)
    if primary in _NUMBERS:
        return dict(_pairs(primary))
    meanings: dict[str, set[str]] = {}
    for each in _NUMBERS.keys() - SHORT_WORDS:
        for word, value in _pairs(each):
            meanings.setdefault(word, set()).add(value)
    return {word: value for word, (value, *others) in meanings.items() if not others}


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    calendar = [f"month {i}" for i in range(1, 13)] + [f"day {i}" for i in range(1, 8)]
    counted = (each.split(":") for each in _NUMBERS[language].split())
    dated = zip(calendar, _CALENDAR.get(language, "").split(), strict=False)
    for value, forms in (*counted, *dated):
        for form in forms.split("/"):
            for word in _inflected(form, language):
                yield word, value


def _inflected(form: str, language: str) -> Iterator[str]:
    if form.endswith("~"):
        yield from (form[:-1] + ending for ending in _ENDINGS[language].split())
    elif form != "-":
        yield from (prefix + form for prefix in ("", *_PREFIXES.get(language, "").split()))
