"""How sites say that a page is not there, or that they are under maintenance: in the sources' languages, and others.

Each pattern is what such a sentence, heading or title begins with, behind an apology or a number.
"""

import re

NOT_FOUND = {
    "ar": r"(?:هذه )?الصفحة (?:(?:المطلوبة|التي (?:تبحث عنها|طلبتها)) )?(?:غير (?:موجودة|متوفرة|متاحة)"
    r"|لم يتم العثور عليها)"
    r"|لم (?:يتم|نتمكن من) العثور على (?:هذه )?الصفحة",
    "be": r"(?:такой |гэтай )?старонк[аі] не (?:знойдзена|існуе)",
    "bg": r"страницата не (?:е намерена|беше намерена|съществува)",
    "cs": r"(?:tato |požadovaná )?stránka (?:nebyla )?(?:nenalezena|nalezena|neexistuje)",
    "de": r"(?:(?:die|diese) )?(?:\w{1,20} ){0,4}(?:seite|datei|inhalt)(?: (?:wurde|konnte|kann"
    r"|ist))?(?: leider)? nicht"
    r" (?:gefunden|vorhanden|verfügbar)(?: werden| worden)?|(?:die"
    r"|diese) (?:\w{1,20} ){0,4}seite existiert (?:leider )?nicht"
    r"(?: mehr)?",
    "el": r"η σελίδα (?:\w{1,20} ){0,3}δεν (?:βρέθηκε|υπάρχει)",
    "en": r"(?:the |this |that |your )?(?:requested )?(?:web)?(?:page|file(?: or directory)?|content|document"
    r"|resource|url"
    r"|object)(?: (?:that )?you(?:[’']re| are| were|[’']ve| have)?(?: currently)? (?:looking for|requested|(?:trying"
    r"|tried) to"
    r" (?:reach|access|view)|refer+ing(?: to)?))?"
    r" (?:(?:was |is |could |can )?not (?:be )?(?:found|available|exist)(?: on this server)?|can(?:not|[’']t) be found"
    r"|couldn[’']t be found"
    r"|does(?: not|n[’']t) (?:seem to )?exist|isn[’']t available|(?:is )?no longer (?:available|exists?)"
    r"|(?:has been|was|may have been|might have been) (?:moved|removed|deleted))"
    r"|(?:we )?(?:could|can)(?: not|n[’']t|not|[’']t) find (?:that|this|the|your) page(?: you(?: are|[’']re"
    r"| were) looking for)?|(?:nothing|not) found",
    "es": r"(?:la |esta )?p[áa]gina (?:(?:que (?:\w{1,12} ){0,2}\w{1,12}|solicitada"
    r"|requerida|buscada) )?"
    r"no (?:existe|(?:ha sido |fue )?encontrada|se (?:encuentra(?: disponible)?|ha encontrado|encontr[óo])"
    r"|est[áa] disponible)"
    r"|no (?:se (?:ha encontrado|encontr[óo]|pudo encontrar)|(?:hemos podido|pudimos) encontrar|encontramos) (?:la"
    r"|esta) p[áa]gina"
    r"(?: que buscas?| solicitada)?|(?:contenido|documento|archivo) no encontrado",
    "da": r"siden (?:blev ikke fundet|findes ikke|kunne ikke findes)",
    "fa": r"صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد",
    "fi": r"sivua ei (?:löydy|löytynyt)",
    "fr": r"(?:la |cette )?page (?:(?:(?:que|à laquelle) vous (?:\w{1,12} ){0,2}\w{1,12}|demandée"
    r"|recherchée) )?"
    r"(?:est |n[’']est |n[’']a |n[’'])?(?:introuvable|non trouvée?|non trouvee|existe (?:pas|plus)"
    r"|pas (?:été )?(?:trouvée|disponible)"
    r"|plus disponible)",
    "he": r"(?:הדף|העמוד)(?: המבוקש| שחיפשת)? (?:לא נמצא|אינו קיים|לא קיים)",
    "hi": r"(?:पृष्ठ|पेज) नहीं मिला",
    "hu": r"az oldal nem (?:található|létezik)",
    "id": r"(?:halaman|laman) (?:yang anda cari )?tidak (?:ditemukan|dijumpai|wujud|tersedia)",
    "it": r"(?:la |questa )?pagina (?:(?:richiesta|cercata|che (?:\w{1,12} ){0,2}\w{1,12}"
    r") )?non (?:trovata"
    r"|esiste(?: più)?|è (?:stata trovata|disponibile|presente)|disponibile)|contenuto non trovato",
    "ja": r"(?:お探しの|ご指定の|指定された|要求された|アクセス(?:された|しようとした)|該当の|この)?(?:ページ"
    r"|ファイル|URL"
    r"|記事)(?:または(?:ファイル|ページ))?"
    r"[がはを](?:見つかりません(?:でした)?|見つけられません(?:でした)?|存在しません|ありません|ございません"
    r"|公開されていません"
    r"|(?:移動または)?(?:削除|変更|移動)され[\w、]{0,20})",
    "ko": r"(?:(?:요청하신|찾으시는|해당|접속하신|입력하신|원하시는) ?)?(?:페이지|게시물|게시글|자료|문서"
    r"|주소)[를을가이는은]? ?"
    r"(?:찾을 수 없\w{0,4}|존재하지 않\w{0,4}|없습니다|삭제되었\w{0,4})"
    r"|(?:잘못된 주소이거나 ?)?(?:(?:이미 )?삭제되었?거나 ?)?"
    r"(?:존재하지 않는|없는|찾을 수 없는|삭제된) (?:페이지|게시물|게시글|주소)\w{0,4}",
    "nb": r"(?:vi )?(?:fant|finner|fann|finn) (?:dessverre |diverre )?ikkj?e (?:siden|sida)(?: du (?:leter|leitar"
    r"|ser) etter)?"
    r"|(?:denne )?(?:siden|sida) (?:du (?:leter|leitar|ser) etter )?(?:finnes|finst|eksisterer|ble|blei|vart|kunne) "
    r"(?:dessverre |diverre )?ikkj?e(?: (?:funnet|funnen|finnes|lenger))?",
    "nl": r"(?:deze |de )?pagina (?:die u zoekt )?(?:niet gevonden|bestaat niet|kan niet worden gevonden)",
    "pl": r"nie (?:znaleziono|odnaleziono|znaleźliśmy|możemy znaleźć) (?:żądanej |szukanej |podanej |takiej "
    r"|tej )?strony"
    r"|strony nie (?:znaleziono|odnaleziono)|(?:(?:podana|szukana|żądana|wybrana"
    r"|ta) )?strona,? (?:\S{1,20} ){0,5}(?:nie istnieje"
    r"|nie została (?:znaleziona|odnaleziona)|nieznaleziona)",
    "pt": r"(?:parece que )?(?:a |esta )?página (?:(?:que (?:\w{1,12} ){0,2}\w{1,12}"
    r"|solicitada|procurada) )?"
    r"não (?:(?:foi |pôde ser )?encontrada|existe(?: mais)?|está disponível)"
    r"|não (?:foi possível encontrar|encontramos) (?:a|esta) página|(?:conteúdo|documento|arquivo) não encontrado",
    "ro": r"pagina (?:\w{1,20} )?nu (?:a fost găsită|există)",
    "ru": r"(?:(?:запрашиваемая|запрошенная|указанная|искомая|данная|такая"
    r"|эта) )?(?:вами )?страница,? (?:\S{1,20} ){0,4}(?:не (?:найдена"
    r"|существует|обнаружена)|удалена)|(?:такой |этой |данной )?страницы (?:больше )?не (?:существует|найдено)"
    r"|(?:запрашиваемый )?(?:документ|материал|файл) не найден",
    "sr": r"(?:страница није пронађена|stranica nije (?:pronađena|nađena))",
    "sv": r"(?:den här )?sidan (?:du söker )?(?:kunde inte hittas|hittades inte|finns inte)",
    "th": r"ไม่พบหน้า\w{0,20}",
    "tr": r"(?:(?:aradığınız|istenen|istediğiniz|talep ettiğiniz|ulaşmak istediğiniz|bu) )?(?:sayfa"
    r"|içerik) (?:bulunamadı"
    r"|bulunamamaktadır|bulunamıyor|mevcut değil\w{0,4}|yok|kaldırılmış\w{0,4})|(?:aradığınız "
    r"|bu )?sayfaya ulaşıl(?:amıyor|amadı)"
    r"|böyle bir sayfa (?:yok|bulunamadı|mevcut değil)",
    "uk": r"(?:(?:запитувана|запитана|вказана|потрібна|така|ця) )?сторінк[ау],? (?:\S{1,20} ){0,4}(?:не (?:знайден[ао]"
    r"|існує)|видалена)"
    r"|(?:такої |цієї )?сторінки (?:більше )?не (?:існує|знайдено)|(?:документ|матеріал) не знайдено",
    "uz": r"(?:bunday |siz (?:qidirgan|qidirayotgan|soʻragan) |(?:soʻralgan|so[‘’']ralgan) )?sahifa (?:topilmadi"
    r"|mavjud emas)"
    r"|(?:бундай |сиз (?:қидирган|қидираётган) |сўралган )?саҳифа (?:топилмади|мавжуд эмас)",
    "vi": r"không tìm thấy trang\w{0,20}",
    "zh": r"[您你]?[所要想]?(?:正在)?(?:[访訪][问問]|查[看找詢询]|[请請]求|[瀏浏][览覽]|[寻尋搜]找|要求"
    r"|找)?的?[该該此本]?"
    r"(?:[页頁]面?|[网網][页頁]|文章|[内內]容|文件)(?:不存在(?:或已\w{1,6})?|未找到|找不到"
    r"|(?:可能)?已[经經]?被?[删刪移]除"
    r"|[无無]法找到)"
    r"|(?:找不到|未找到|[无無]法找到|[没沒]有找到)[\w，]{0,9}?(?:[页頁]面|[网網][页頁]|[页頁])|查?[无無]此[页頁]面?",
}
UNDER_MAINTENANCE = {
    "ar": r"(?:هذا )?الموقع (?:حالياً )?(?:(?:تحت|قيد) الصيانة|غير متاح (?:حالياً|مؤقتاً))",
    "de": r"(?:(?:die|diese|unsere) )?(?:web)?(?:seite|site) (?:wird|ist|befindet sich) (?:(?:derzeit|momentan"
    r"|gerade|zurzeit"
    r"|vorübergehend|aktuell) )?(?:gewartet|in wartung|im wartungsmodus|nicht (?:erreichbar|verfügbar))"
    r"|wartungs(?:arbeiten|modus)",
    "en": r"(?:(?:the|this|our) )?(?:web ?)?site (?:is )?(?:currently |temporarily |down )*(?:(?:under(?:going)?"
    r"|for) (?:\w{1,12} )?"
    r"maintenance|unavailable|down|offline|experiencing technical difficulties)|(?:scheduled |under )maintenance"
    r"|we(?: a|[’'])re (?:currently )?(?:undergoing|performing|under|down for) (?:\w{1,12} )?maintenance"
    r"|we[’']ll be (?:right )?back(?: soon| shortly)?|(?:we are (?:currently )?experiencing )?technical difficulties"
    r"|(?:the )?service (?:is )?(?:temporarily )?unavailable|(?:temporarily"
    r"|briefly) unavailable(?: for scheduled maintenance)?"
    r"|(?:the (?:web ?)?site is )?(?:down for|under) (?:maintenance|construction)",
    "es": r"(?:(?:el|este|nuestro) )?(?:sitio|p[áa]gina|portal)(?: web)?(?: est[áa]| se encuentra)?(?: actualmente"
    r"| temporalmente)?"
    r" (?:en mantenimiento|no (?:est[áa] )?disponible(?: temporalmente)?|fuera de servicio)"
    r"|(?:estamos )?(?:en mantenimiento|realizando (?:tareas|trabajos) de mantenimiento)",
    "fr": r"(?:(?:le|ce|notre) )?(?:site|service)(?: web| internet)?(?: est)?(?: actuellement| temporairement"
    r"| momentanément)?"
    r" (?:en (?:cours de )?maintenance|indisponible|inaccessible)|maintenance en cours|en maintenance"
    r"|nous effectuons une (?:opération de )?maintenance",
    "it": r"(?:(?:il|questo) )?(?:sito|servizio|portale)(?: web)?(?: è)?(?: attualmente| temporaneamente"
    r"| momentaneamente)?"
    r" (?:in manutenzione|non (?:disponibile|raggiungibile))|in manutenzione|manutenzione in corso",
    "ja": r"(?:ただいま|只今|現在)?、?(?:当?サイト|システム|サーバー?|ホームページ)?[のは]?(?:ただいま"
    r"|現在)?、?(?:緊急|定期)?"
    r"(?:システム)?メンテナンス(?:中(?:です|でございます)?|作業中(?:です)?|を行っております|実施中(?:です)?"
    r"|のため、?(?:現在、?)?(?:サービス|サイト|ページ)\w{0,20})",
    "ko": r"(?:현재 )?(?:홈페이지 )?(?:시스템|서비스|홈페이지|서버|사이트)[가는은]? ?(?:(?:정기"
    r"|긴급) ?)?점검 ?(?:중(?:입니다)?"
    r"|안내)",
    "nb": r"(?:denne )?(?:siden|sida|nettsiden|nettsida|nettstedet|tjenesten) (?:er )?(?:for tiden |midlertidig "
    r"|for øyeblikket )?"
    r"(?:under vedlikehold|utilgjengelig|nede(?: for vedlikehold)?)|(?:planlagt )?vedlikehold(?: pågår)?",
    "pl": r"przerwa techniczna|(?:trwają )?prace (?:techniczne|serwisowe|konserwacyjne)(?: na stronie)?|(?:strona"
    r"|serwis|witryna) "
    r"(?:jest )?(?:tymczasowo |chwilowo |obecnie )?(?:w (?:przebudowie|konserwacji|trakcie konserwacji)"
    r"|niedostępn[ay])",
    "pt": r"(?:(?:o|este) )?(?:site|sítio|portal)(?: est[áa])?(?: temporariamente"
    r"| atualmente)? (?:em manuten[cç][ãa]o"
    r"|indispon[ií]vel|fora do ar)|(?:estamos )?em manuten[cç][ãa]o",
    "ru": r"(?:на сайте )?(?:сейчас )?(?:ведутся|проводятся) (?:технические|профилактические|регламентные) работы"
    r"|технические работы|(?:наш )?сайт (?:временно )?(?:недоступен|не работает|находится на (?:реконструкции"
    r"|обслуживании)"
    r"|на (?:реконструкции|обслуживании))",
    "tr": r"(?:web )?site(?:miz|si)? (?:şu anda |geçici olarak )?(?:bakımda(?:dır)?|kullanılamıyor"
    r"|hizmet verememektedir"
    r"|bakım(?: çalışması)? nedeniyle (?:geçici olarak )?hizmet verememektedir)|bakım (?:çalışması|modu)|bakımdayız",
    "uk": r"(?:на сайті )?(?:зараз )?(?:ведуться|проводяться|тривають) (?:технічні|профілактичні) роботи"
    r"|технічні роботи"
    r"|(?:наш )?сайт (?:тимчасово )?(?:недоступний|не працює|на (?:реконструкції|обслуговуванні))",
    "zh": r"[本该該]?(?:[网網]站|系[统統]|[伺服务務器]{2,3})(?:正在|目前|[暂暫][时時]|升[级級]|例行"
    r"|[进進]行)*[维維][护護]中?"
    r"|[本该該]?(?:[网網]站|系[统統])[暂暫][时時](?:[无無]法[访訪][问問]|[关關][闭閉])",
}

_APOLOGIES = (
    r"(?:sorry|we(?:[’']re| are) sorry|oops|ou?ps|error|http|status|erreur|errore|erro|fehler|hata|ошибка|помилка|błąd"
    r"|feil|خطأ"
    r"|lo sentimos|disculpe|perdón|désolée?s?|nous sommes désolés|leider|entschuldigung|beklager|przepraszamy"
    r"|niestety"
    r"|desculpe(?:-nos)?(?: pelo inconveniente, mas)?|lamentamos|ci dispiace|siamo spiacenti|spiacenti|к сожалению"
    r"|извините|на жаль|вибачте|üzgünüz|kechirasiz|кечирасиз"
    r"|maalesef"
    r"|عذرا|عفوا)\b|오류|エラー|错误|錯誤|申し訳(?:ございません|ありません)(?:が)?|죄송합니다|很?抱歉|[对對]不起"
)
_LEAD = rf"(?:[\W\d_]|{_APOLOGIES})*+"
_AND = r"\s(?:or|and|has|o|ou|et|oder|und|lub|или|либо|або|veya|eller)\b|、|或"
_ALONE = rf"(?:[\W\d_]*$|(?={_AND}|[.!。！]\s))"


def _saying(words: dict[str, str], end: str) -> re.Pattern[str]:
    return re.compile(rf"\A{_LEAD}(?:{'|'.join(words.values())}){end}", re.IGNORECASE)


# A title or a heading says nothing else, but for a sentence behind it; a sentence may go on behind a comma.
MISSING_TITLE, MAINTENANCE_TITLE = (_saying(words, _ALONE) for words in (NOT_FOUND, UNDER_MAINTENANCE))
MISSING, MAINTENANCE = (_saying(words, rf"(?:{_ALONE}|(?=\s*[,，;:(–—-]))") for words in (NOT_FOUND, UNDER_MAINTENANCE))
NUMBER = re.compile(rf"\A(?=\D{{0,20}}404(?!\d)){_LEAD}$", re.IGNORECASE)
NAMED_NUMBER = re.compile(rf"\A(?=\D{{2,20}}404(?!\d)|404[^\W\d_]){_LEAD}$", re.IGNORECASE)
