"""How sites say that a page is not there, or that they are under maintenance: in the sources' languages, and others.

Each pattern is what such a sentence, heading or title begins with, behind an apology or a number.
"""

import re

NOT_FOUND = {
    "ar": r"(?:هذه )?الصفحة (?:(?:المطلوبة|التي (?:تبحث عنها|طلبتها)) )?(?:غير (?:موجودة|متوفرة|متاحة)"
    r"|لم يتم العثور عليها)|لم (?:يتم|نتمكن من) العثور على (?:هذه )?الصفحة",
    "be": r"(?:такой |гэтай )?старонк[аі] не (?:знойдзена|існуе)",
    "bg": r"страницата не (?:е намерена|беше намерена|съществува)",
    "cs": r"(?:tato |požadovaná )?stránka (?:nebyla )?(?:nenalezena|nalezena|neexistuje)",
    "de": r"(?:(?:die|diese) )?(?:\w{1,20} ){0,4}(?:seite|datei|inhalt)(?: (?:wurde|konnte|kann"
    r"|ist))?(?: leider)? nicht (?:gefunden|vorhanden|verfügbar)(?: werden| worden)?|(?:die"
    r"|diese) (?:\w{1,20} ){0,4}seite,? (?:\w{1,20},? ){0,4}existiert (?:leider )?nicht(?: \(?mehr\)?)?"
    r"|(?:die|diese) seite gibt es (?:leider )?nicht(?: \(?mehr\)?)?|(?:wir )?(?:konnten|können) (?:wir )?(?:leider )?"
    r"(?:die|diese) (?:\w{1,20} ){0,3}seite (?:leider )?nicht finden",
    "el": r"δεν (?:βρέθηκε|υπάρχει) (?:αυτή )?η σελίδα|η σελίδα (?:\w{1,20} ){0,3}δεν (?:βρέθηκε|υπάρχει)",
    "en": r"(?:the |this |that |your )?(?:requested )?(?:web)?(?:page|file(?: or directory)?|content|document"
    r"|resource|url|object)(?: (?:that )?you(?:[’']re| are| were|[’']ve| have)?(?: currently)? (?:looking for"
    r"|requested|(?:trying|tried) to (?:reach|access|view)|refer+ing(?: to)?))? (?:(?:was |is |could "
    r"|can )?not (?:be )?(?:found|available|exist)(?: on this server)?|can(?:not|[’']t) be found|couldn[’']t be found"
    r"|does(?: not|n[’']t) (?:seem to )?exist|isn[’']t available|(?:is )?no longer (?:available|exists?)|(?:has been"
    r"|was|may have been|might have been) (?:moved|removed|deleted))|(?:we )?(?:could|can)(?: not|n[’']t|not"
    r"|[’']t) find (?:that|this|the|your) page(?: you(?: are|[’']re| were) looking for)?|(?:nothing|not) found",
    "es": r"(?:la |esta )?p[áa]gina (?:(?:que (?:\w{1,12} ){0,2}\w{1,12}|solicitada|requerida|buscada) )?no (?:existe"
    r"|(?:ha sido |fue )?encontrada|se (?:encuentra(?: disponible)?|ha encontrado|encontr[óo])|est[áa] disponible)"
    r"|(?:el )?(?:contenido|documento|archivo|recurso) (?:solicitado )?no existe|no (?:se (?:ha encontrado"
    r"|encontr[óo]|pudo encontrar)|(?:hemos podido|pudimos) encontrar|encontramos) (?:la"
    r"|esta) p[áa]gina(?: que buscas?| solicitada)?|(?:contenido|documento|archivo) no encontrado",
    "da": r"siden (?:blev ikke fundet|findes ikke|kunne ikke findes)",
    "fa": r"صفحه[ \u200c]?(?:ای )?(?:مورد نظر )?(?:که (?:\w{1,12} ){1,4})?(?:(?:یافت|پیدا) نشد|موجود نیست|وجود ندارد)",
    "fi": r"sivua ei (?:löydy|löytynyt)",
    "fr": r"(?:la |cette )?page (?:(?:(?:que|à laquelle) vous (?:\w{1,12} ){0,2}\w{1,12}|demandée"
    r"|recherchée) )?(?:est |n[’']est |n[’']a |n[’'])?(?:introuvable|non trouvée?|non trouvee|existe (?:pas|plus)"
    r"|pas (?:été )?(?:trouvée|disponible)|plus disponible)|nous n(?:e|[’']avons) (?:trouvons|pouvons|arrivons pas à)?"
    r" ?(?:pas )?(?:trouver |trouvé )?(?:la|cette) page(?: web)?(?: que vous \w{1,12})?",
    "he": r"(?:הדף|העמוד)(?: המבוקש| שחיפשת)? (?:לא נמצא|אינו קיים|לא קיים)",
    "hi": r"(?:पृष्ठ|पेज) नहीं मिला",
    "hu": r"(?:az?|ez az) (?:keresett |kért )?oldal nem (?:található|létezik)",
    "id": r"(?:halaman|laman) (?:yang anda cari )?tidak (?:ditemukan|dijumpai|wujud|tersedia)",
    "it": r"(?:la |questa )?pagina (?:(?:richiesta|cercata|che (?:\w{1,12} ){0,2}\w{1,12}) )?non (?:trovata"
    r"|esiste(?: più)?|è (?:stata trovata|disponibile|presente)|disponibile|c[’']è(?: più)?)|contenuto non trovato",
    "ja": r"(?:お探しの|ご指定の|指定された|要求された|アクセス(?:された|しようとした)|該当の|この)?(?:ページ"
    r"|ファイル|URL|記事)(?:または(?:ファイル|ページ))?[がはを]、?(?:見つかりません(?:でした)?"
    r"|見つけられません(?:でした)?|存在しません|ありません|ございません|公開されていません|(?:移動または)?(?:削除"
    r"|変更|移動)され[\w、]{0,20})",
    "ko": r"(?:(?:요청하신|찾으시는|해당|접속하신|입력하신|원하시는) ?)?(?:페이지|게시물|게시글|자료|문서"
    r"|주소)[를을가이는은]? ?(?:찾을 수 없\w{0,4}|존재하지 않\w{0,4}|없습니다|삭제되었(?:거나 존재하지 않)?\w{0,4})"
    r"|(?:잘못된 주소이거나 ?)?(?:(?:이미 )?삭제되었?거나 ?)?(?:존재하지 않는|없는|찾을 수 없는|삭제된) (?:페이지"
    r"|게시물|게시글|주소)\w{0,4}",
    "nb": r"(?:vi )?(?:fant|finner|fann|finn) (?:dessverre |diverre )?ikkj?e (?:siden|sida)(?: du (?:leter|leitar"
    r"|ser) etter)?|(?:denne )?(?:siden|sida) (?:du (?:leter|leitar|ser) etter )?(?:finnes|finst|eksisterer|ble|blei"
    r"|vart|kunne) (?:dessverre |diverre )?ikkj?e(?: (?:funnet|funnen|finnes|lenger))?",
    "nl": r"(?:deze |de )?pagina (?:die u zoekt,? )?(?:niet gevonden|bestaat niet(?: \(?meer\)?)?"
    r"|kan niet worden gevonden)",
    "pl": r"nie (?:znaleziono|odnaleziono|znaleźliśmy|możemy znaleźć) (?:żądanej |szukanej |podanej |takiej "
    r"|tej )?strony|strony nie (?:znaleziono|odnaleziono)|(?:(?:podana|szukana|żądana|wybrana"
    r"|ta) )?strona,? (?:\S{1,20} ){0,5}(?:nie istnieje|nie została (?:znaleziona|odnaleziona)|nieznaleziona)",
    "pt": r"(?:parece que )?(?:a |esta )?página (?:(?:que (?:\w{1,12} ){0,2}\w{1,12}|solicitada"
    r"|procurada) )?não (?:(?:foi |pôde ser )?encontrada|existe(?: mais)?|está disponível)"
    r"|não (?:foi possível encontrar|encontramos) (?:a|esta) página(?: que (?:\w{1,12} ){0,2}\w{1,12})?|(?:conteúdo"
    r"|documento|arquivo) não encontrado",
    "ro": r"pagina (?:\w{1,20} )?nu (?:a fost găsită|există)",
    "ru": r"(?:(?:запрашиваемая|запрошенная|указанная|искомая|данная|такая"
    r"|эта) )?(?:вами )?страница,? (?:\S{1,20} ){0,4}(?:не (?:найдена|существует|обнаружена)|удалена)|(?:такой |этой "
    r"|данной )?страницы (?:больше )?не (?:существует|найдено)|(?:такой|этой) страницы (?:больше )?нет"
    r"|(?:запрашиваемый )?(?:документ|материал|файл|элемент|раздел) не найден",
    "sr": r"(?:тражена )?страница (?:коју тражите )?(?:није (?:пронађена|нађена)|не постоји)|(?:tražena )?stranica"
    r" (?:koju tražite )?(?:nije (?:pronađena|nađena)|ne postoji)",
    "sv": r"(?:den här )?sidan (?:du söker )?(?:kunde inte hittas|hittades inte|finns inte)",
    "th": r"ไม่พบหน้า[\u0e00-\u0e7f]{0,40}",
    "tr": r"(?:(?:aradığınız|istenen|istediğiniz|talep ettiğiniz|ulaşmak istediğiniz|bu) )?(?:sayfa"
    r"|içerik) (?:bulunamadı|bulunamamaktadır|bulunamıyor|mevcut değil\w{0,4}|yok|kaldırılmış\w{0,4})|(?:aradığınız "
    r"|bu )?sayfaya ulaşıl(?:amıyor|amadı)|böyle bir sayfa (?:yok|bulunamadı|mevcut değil)",
    "uk": r"(?:(?:запитувана|запитана|вказана|потрібна|така|ця) )?сторінк[ау],? (?:\S{1,20} ){0,4}(?:не"
    r" (?:знайден[ао]|існує)|видалена)|(?:такої |цієї )?сторінки (?:більше )?не (?:існує|знайдено)|(?:документ"
    r"|матеріал) не знайдено",
    "uz": r"(?:bunday |siz (?:qidirgan|qidirayotgan|soʻragan) |(?:soʻralgan|so[‘’']ralgan) )?sahifa (?:topilmadi"
    r"|mavjud emas)|(?:бундай |сиз (?:қидирган|қидираётган) |сўралган )?саҳифа (?:топилмади|мавжуд эмас)",
    "vi": r"không tìm thấy trang(?: \w{1,10}){0,5}|trang (?:web )?(?:này |bạn (?:đang )?tìm(?: kiếm)? )?không tồn tại",
    "zh": r"[您你]?[所要想]?(?:正在)?(?:[访訪][问問]|查[看找詢询]|[请請]求|[瀏浏][览覽]|[寻尋搜]找|要求"
    r"|找)?的?[该該此本]?(?:[页頁]面?|[网網][页頁]|文章|[内內]容|文件)(?:不存在(?:或已\w{1,6})?|未找到|找不到"
    r"|(?:可能)?已[经經]?被?[删刪移]除|走丢了?|[飞飛]走了?|[无無]法找到)|(?:找不到|未找到|[无無]法找到"
    r"|[没沒]有找到)[\w，]{0,9}?(?:[页頁]面|[网網][页頁]|[页頁])|查?[无無]此[页頁]面?",
}
UNDER_MAINTENANCE = {
    "ar": r"(?:هذا )?الموقع (?:حالياً )?(?:(?:تحت|قيد) الصيانة|غير متاح)(?: حالياً| مؤقتاً)?",
    "be": r"(?:на сайце )?(?:зараз )?(?:вядуцца|праводзяцца) (?:тэхнічныя|прафілактычныя) (?:работы|працы)"
    r"|тэхнічныя работы|(?:наш )?сайт (?:часова )?(?:недаступны|не працуе)",
    "bg": r"(?:този |нашият )?сайт(?:ът)? (?:е )?(?:временно )?(?:в процес на поддръжка|в поддръжка|недостъпен)",
    "cs": r"(?:tyto |naše )?(?:webové )?(?:stránky|web)(?: jsou| je)? (?:dočasně |momentálně )?(?:nedostupn[éýá]"
    r"|mimo provoz|v údržbě)|(?:probíhá )?(?:plánovaná )?(?:údržba|odstávka)(?: webu| stránek| systému)?",
    "da": r"(?:denne )?(?:siden|hjemmesiden|webstedet) er (?:midlertidigt |i øjeblikket )?(?:utilgængelig"
    r"|nede|under vedligeholdelse)",
    "de": r"(?:(?:die|diese|unsere) )?(?:web)?(?:seite|site) (?:wird|ist|befindet sich) (?:(?:derzeit|momentan|gerade"
    r"|zurzeit|vorübergehend|aktuell) )?(?:gewartet|in wartung|im wartungsmodus|nicht (?:erreichbar|verfügbar))"
    r"|wartungs(?:arbeiten|modus)|(?:aufgrund|wegen) (?:von )?(?:\w{1,20} )?wartungsarbeiten \w{1,10} (?:die|diese"
    r"|unsere)"
    r" (?:web)?(?:seite|site) (?:\w{1,20} ){0,2}nicht (?:erreichbar|verfügbar)",
    "el": r"(?:ο |η )?(?:ιστότοπος|ιστοσελίδα|σελίδα)(?: μας)? (?:βρίσκεται (?:προσωρινά )?(?:υπό|σε) (?:συντήρηση"
    r"|αναβάθμιση)|είναι (?:προσωρινά )?(?:υπό συντήρηση|μη διαθέσιμ[ηο]ς?))",
    "en": r"(?:(?:the|this|our) )?(?:web ?)?site (?:is )?(?:currently |temporarily |down )*(?:(?:under(?:going)?"
    r"|for) (?:(?:\w{1,12} )?maintenance|construction)|unavailable|down|offline|experiencing technical difficulties)"
    r"|(?:scheduled |under )maintenance|we(?: a|[’'])re (?:currently )?(?:undergoing|performing|under"
    r"|down for) (?:\w{1,12} )?maintenance|we[’']ll be (?:right )?back(?: soon| shortly)?"
    r"|(?:we are (?:currently )?experiencing )?technical difficulties"
    r"|(?:the|this) (?:web)?(?:page|site) is (?:currently )?being (?:maintained|updated|upgraded)"
    r"|(?:the )?service (?:is )?(?:temporarily )?unavailable|(?:temporarily"
    r"|briefly) unavailable(?: for scheduled maintenance)?|(?:the (?:web ?)?site is )?(?:down for"
    r"|under) (?:maintenance|construction)",
    "es": r"(?:(?:el|este|nuestro) )?(?:sitio|p[áa]gina|portal)(?: web)?(?: est[áa]| se encuentra)?(?: actualmente"
    r"| temporalmente)? (?:en mantenimiento|no (?:est[áa] )?disponible(?: temporalmente)?|fuera de servicio)"
    r"|(?:estamos )?(?:en mantenimiento|realizando (?:tareas|trabajos) de mantenimiento)",
    "fa": r"(?:این )?(?:سایت|وب[ \u200c]?سایت|سامانه|پایگاه) (?:در حال|در دست|تحت) (?:به[ \u200c]?روز[ \u200c]?رسانی"
    r"|تعمیر(?:ات)?|بازسازی|ارتقا)(?: است| می[ \u200c]?باشد)?",
    "fi": r"(?:sivusto|palvelu)(?:mme)? (?:on )?(?:tilapäisesti |väliaikaisesti )?(?:huollossa|poissa käytöstä)"
    r"|huoltokatko",
    "fr": r"(?:(?:le|ce|notre) )?(?:site|service)(?: web| internet)?(?: est)?(?: actuellement| temporairement"
    r"| momentanément)? (?:en (?:cours de )?maintenance|indisponible|inaccessible)|maintenance en cours"
    r"|en maintenance|nous effectuons une (?:opération de )?maintenance",
    "he": r"האתר (?:נמצא )?(?:כעת )?(?:בתחזוקה|בשיפוצים|אינו זמין|סגור לתחזוקה)(?: כעת)?",
    "hi": r"(?:यह )?(?:वेब ?साइट|साइट) (?:(?:अभी|फिलहाल|वर्तमान में) )?(?:रखरखाव|अनुरक्षण) (?:के अधीन|में) है",
    "hu": r"(?:az oldal |a honlap )?karbantartás(?: alatt(?: áll)?)?",
    "id": r"(?:situs|laman|website)(?: web)?(?: ini| kami)? (?:sedang )?(?:dalam "
    r"|menjalani )?(?:tahap )?(?:diselenggara(?:kan)?|penyelenggaraan|pemeliharaan|perbaikan|perawatan)",
    "it": r"(?:(?:il|questo) )?(?:sito|servizio|portale)(?: web)?(?: è)?(?: attualmente| temporaneamente"
    r"| momentaneamente)? (?:in manutenzione|non (?:disponibile|raggiungibile))|in manutenzione|manutenzione in corso",
    "ja": r"(?:ただいま|只今|現在)?、?(?:当?サイト|システム|サーバー?|ホームページ)?[のは]?(?:ただいま"
    r"|現在)?、?(?:緊急|定期)?(?:システム)?メンテナンス(?:中(?:です|でございます)?|作業中(?:です)?|を(?:行って|実施して)(?:おります|います)"
    r"|実施中(?:です)?|のため、?(?:現在、?)?(?:サービス|サイト|ページ)\w{0,20})",
    "ko": r"(?:현재 )?(?:홈페이지 )?(?:시스템|서비스|홈페이지|서버|사이트)[가는은]? ?(?:(?:정기"
    r"|긴급) ?)?점검 ?(?:중(?:입니다)?|안내)",
    "nb": r"(?:denne )?(?:siden|sida|nettsiden|nettsida|nettstedet|hjemmesiden|tjenesten) (?:er )?(?:for tiden "
    r"|midlertidig |for øyeblikket )?(?:under vedlige?hold(?:else)?|under vedlikehold|utilgjengelig"
    r"|nede(?: for vedlikehold)?)|(?:planlagt )?vedlikehold(?: pågår)?",
    "nl": r"(?:(?:de|deze|onze) )?(?:web)?site is (?:momenteel |tijdelijk )*(?:niet (?:beschikbaar|bereikbaar)"
    r"|in onderhoud|buiten gebruik)|(?:gepland )?onderhoud(?:swerkzaamheden)?",
    "pl": r"przerwa techniczna|(?:trwają )?prace (?:techniczne|serwisowe|konserwacyjne)(?: na stronie)?|(?:strona"
    r"|serwis|witryna) (?:jest )?(?:tymczasowo |chwilowo |obecnie )?(?:w (?:przebudowie|konserwacji"
    r"|trakcie konserwacji)|niedostępn[ay])",
    "pt": r"(?:(?:o|este) )?(?:site|sítio|portal)(?: est[áa])?(?: temporariamente"
    r"| atualmente)? (?:em manuten[cç][ãa]o|indispon[ií]vel|fora do ar)|(?:estamos )?em manuten[cç][ãa]o",
    "ro": r"(?:acest )?site(?:-ul)?(?: nostru)? (?:este|se află) (?:momentan |temporar )?(?:în (?:mentenanță"
    r"|întreținere)|indisponibil)",
    "ru": r"(?:на сайте )?(?:сейчас )?(?:ведутся|проводятся) (?:технические|профилактические|регламентные) работы"
    r"|технические работы|(?:наш )?сайт (?:временно )?(?:недоступен|не работает|находится на (?:реконструкции"
    r"|обслуживании)|на (?:реконструкции|обслуживании))",
    "sr": r"(?:наш |ovaj |naš |овај )?(?:сајт|sajt) (?:је|je) (?:тренутно |trenutno |привремено |privremeno )?(?:у фази"
    r" одржавања|u fazi održavanja|недоступан|nedostupan)",
    "sv": r"(?:den här |vår )?(?:webbplatsen|webbplats|sidan|tjänsten) (?:är|ligger) (?:just nu |tillfälligt "
    r"|för närvarande )*(?:otillgänglig|nere(?: för underhåll)?|stängd för underhåll|under underhåll)"
    r"|vi utför underhåll|planerat underhåll",
    "th": r"เว็บไซต์(?:นี้)?(?:อยู่ระหว่างการ)?(?:กำลัง)?(?:ปิดปรับปรุง|ปรับปรุง|บำรุงรักษา)",
    "tr": r"(?:web )?site(?:miz|si)? (?:şu anda |geçici olarak )?(?:bakımda(?:dır)?|kullanılamıyor"
    r"|hizmet verememektedir|bakım(?: çalışması)? nedeniyle (?:geçici olarak )?hizmet verememektedir)"
    r"|bakım (?:çalışması|modu)|bakımdayız",
    "uk": r"(?:на сайті )?(?:зараз )?(?:ведуться|проводяться|тривають) (?:технічні|профілактичні) роботи"
    r"|технічні роботи|(?:наш )?сайт (?:тимчасово )?(?:недоступний|не працює|на (?:реконструкції|обслуговуванні))",
    "uz": r"(?:hozirda )?(?:veb-?)?sayt(?:da|imizda)? (?:hozirda )?(?:vaqtincha(?:lik)? )?(?:texnik ishlar(?: olib"
    r" borilmoqda)?|ishlamayapti|ishlamaydi)|texnik ishlar(?: olib borilmoqda)?|(?:ҳозирда )?(?:веб-?)?сайт(?:да"
    r"|имизда)? (?:ҳозирда )?(?:вақтинча(?:лик)? )?(?:техник ишлар(?: олиб борилмоқда)?|ишламаяпти|ишламайди)"
    r"|техник ишлар(?: олиб борилмоқда)?",
    "vi": r"(?:trang web|website|hệ thống)(?: này)? (?:hiện )?(?:đang )?(?:được )?(?:trong quá trình )?bảo trì"
    r"|bảo trì hệ thống",
    "zh": r"[本该該]?(?:[网網]站|系[统統]|[伺服务務器]{2,3})(?:正在|目前|[暂暫][时時]|升[级級]|例行"
    r"|[进進]行)*[维維][护護]中?|[本该該]?(?:[网網]站|系[统統])[暂暫][时時](?:[无無]法[访訪][问問]|[关關][闭閉])",
}

_APOLOGIES = (
    r"(?:sorry|helaas|ups|упс|אופס|מצטערים|متاسفانه|متأسفانه|hiba|sajnáljuk|we(?:[’']re| are) sorry|oops|ou?ps|error"
    r"|http|status|erreur|errore|erro|fehler|hata|ошибка|помилка|błąd"
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
_NUMBERED = r"(?:(?:error|erreur|erro|fehler|errore|ошибка|hata)[\W\d_]*)?"  # "(error 404)"
_ALONE = rf"(?:[\W\d_]*{_NUMBERED}$|(?={_AND}|[.!。！]\s))"
# What a site gives as the reason why it cannot be reached.
_TECHNICAL = (
    r"(?=\s(?:\S{1,20}\s){1,4}?\S{0,12}(?:maint|mantenim|manuten|wartung|techn|техн|onderhoud|underh"
    r"|konserwac|bakım|údržb|upgrade))"
)


def _saying(words: dict[str, str], end: str) -> re.Pattern[str]:
    return re.compile(rf"\A{_LEAD}(?:{'|'.join(words.values())}){end}", re.IGNORECASE)


# A title or a heading says nothing else, but for a sentence behind it; a sentence may go on behind a comma.
_BREAK = r"(?=\s*[,，;:(–—-])"
MISSING_TITLE = _saying(NOT_FOUND, _ALONE)
MISSING = _saying(NOT_FOUND, rf"(?:{_ALONE}|{_BREAK})")
MAINTENANCE_TITLE = _saying(UNDER_MAINTENANCE, rf"(?:{_ALONE}|{_TECHNICAL})")
MAINTENANCE = _saying(UNDER_MAINTENANCE, rf"(?:{_ALONE}|{_TECHNICAL}|{_BREAK})")
NUMBER = re.compile(rf"\A(?=\D{{0,20}}404(?!\d)){_LEAD}$", re.IGNORECASE)
NAMED_NUMBER = re.compile(rf"\A(?=\D{{2,20}}404(?!\d)|404[^\W\d_]){_LEAD}$", re.IGNORECASE)
