"""Pages that say that they are not there, or that a site is under maintenance, told from those that speak of such."""

import re
from collections.abc import Mapping

from crawler.sources.maintenance_notices import UNDER_MAINTENANCE
from crawler.sources.missing_notices import NOT_FOUND

_APOLOGIES = (
    r"(?:sorry|helaas|hoppla|¡vaya|vaya|état|ups|упс|אופס|מצטערים|متاسفانه|متأسفانه|hiba|sajnáljuk|we(?:[’']re"
    r"| are) sorry|oops|ou?ps|error|http|status|erreur|errore|erro|fehler|hata|ошибка|помилка|błąd|feil|خطأ"
    r"|lo sentimos|disculpe|perdón|reason|motivo|désolée?s?|nous sommes désolés|leider|entschuldigung|beklager"
    r"|przepraszamy|niestety|desculpe(?:-nos)?(?: pelo inconveniente, mas)?|lamentamos|ci dispiace|siamo spiacenti"
    r"|spiacenti|к сожалению|извините|на жаль|вибачте|üzgünüz|kechirasiz|кечирасиз|maalesef|bağışlayın|үзр|кешіріңіз"
    r"|кечиресиз|уучлаарай|мебахшед|уважаеми|съжаляваме|за жал|žao nam je|жао нам је|bohužel|žiaľ|je nám (?:líto"
    r"|ľúto)|žal|sajnos|vabandust|vabandame|kahjuks|deja|atsiprašome|diemžēl|atvainojiet|tyvärr|undskyld"
    r"|valitettavasti|na ndjeni|samahani|mohon maaf|maaf|paumanhin|xin lỗi|rất tiếc|ho sentim|perdoni|συγγνώμη"
    r"|λυπούμαστε|უკაცრავად|სამწუხაროდ|ներողություն|ցավոք|معذرت|ይቅርታ|عذرا|عفوا)\b|오류|エラー|错误|錯誤"
    r"|申し訳(?:ございません|ありません)(?:が)?|죄송합니다|很?抱歉|[对對]不起|क्षमा करें|माफ़ कीजिए|দুঃখিত|ขออภัย"
    r"|សូមអភ័យទោស|ຂໍອະໄພ|တောင်းပန်ပါသည်|සමාවන්න|மன்னிக்கவும்"
)
_LEAD = rf"(?:[\W\d_]|{_APOLOGIES})*+"
_AND = (
    r"\s(?:or|and|has|o|ou|et|oder|und|lub|или|либо|або|veya|eller|və|ya da|және|немесе|же|ან|կամ|ili|vagy"
    r"|nebo|alebo|ali|arba|vai|või|یا|أو|या|বা|หรือ|hoặc|atau|au)(?!\w)|、|或"
)
_NUMBERED = r"(?:(?:error|erreur|erro|fehler|errore|ошибка|hata)[\W\d_]*)?"  # "(error 404)"
_ALONE = rf"(?:[\W\d_]*{_NUMBERED}$|(?={_AND}|[.!。！]\s|[।։።။។۔]))"
# What a site gives as the reason why it cannot be reached.
_TECHNICAL = (
    r"(?=\s(?:\S{1,20}\s){1,4}?\S{0,12}(?:maint|mantenim|manuten|wartung|techn|техн|onderhoud|underh"
    r"|konserwac|bakım|údržb|upgrade))"
)


def _saying(words: Mapping[str, str], end: str) -> re.Pattern[str]:
    return re.compile(rf"\A{_LEAD}(?:{'|'.join(words.values())}){end}", re.IGNORECASE)


# A title or a heading says nothing else, but for a sentence behind it; a sentence may go on behind a comma.
_BREAK = r"(?=\s*[,，;:(–—-])"
MISSING_TITLE = _saying(NOT_FOUND, _ALONE)
MISSING = _saying(NOT_FOUND, rf"(?:{_ALONE}|{_BREAK})")
MAINTENANCE_TITLE = _saying(UNDER_MAINTENANCE, rf"(?:{_ALONE}|{_TECHNICAL})")
MAINTENANCE = _saying(UNDER_MAINTENANCE, rf"(?:{_ALONE}|{_TECHNICAL}|{_BREAK})")
NUMBER = re.compile(rf"\A(?=\D{{0,20}}404(?!\d)){_LEAD}$", re.IGNORECASE)
NAMED_NUMBER = re.compile(rf"\A(?=\D{{2,20}}404(?!\d)|404[^\W\d_]){_LEAD}$", re.IGNORECASE)
