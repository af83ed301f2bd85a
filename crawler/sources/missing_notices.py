"""How sites say that a page is not there: what content systems and servers say, and ministries themselves, by language.

Each pattern is what such a sentence, heading or title begins with, behind an apology or a number.
"""

NOT_FOUND = {
    "am": r"(?:የ\w{1,12} )?ገ[ጹጽ](?: \w{1,12}){0,2} (?:አልተገኘም|የለም)|ገጽ አልተገኘም",
    "ar": r"(?:هذه )?الصفحة (?:(?:المطلوبة|التي (?:تبحث عنها|طلبتها)) )?(?:غير (?:موجودة|متوفرة|متاحة)|لم يتم العثور "
    r"عليها)|(?:لم (?:يتم|نتمكن من)|تعذر) العثور على (?:هذه )?الصفحة(?: المطلوبة)?|(?:هذا )?(?:الخبر|المقال"
    r"|المحتوى)(?: المطلوب)? (?:غير (?:موجود|متوفر|متاح)|لم يتم العثور عليه)",
    "az": r"(?:axtardığınız |tələb (?:etdiyiniz|olunan) |bu )?(?:səhifə|xəbər|material) (?:tapılmadı|mövcud "
    r"deyil\w{0,3})",
    "be": r"(?:такой |гэтай )?старонк[аі] не (?:знойдзена|існуе)",
    "bg": r"страницата не (?:е намерена|беше намерена|съществува)",
    "bn": r"(?:(?:আপনি যে|অনুরোধকৃত|এই) )?(?:পৃষ্ঠা|পাতা|পেজ)(?:টি)?(?: \S{1,12}){0,3}? (?:খুঁজে )?(?:পাও(?:\u09df"
    r"|\u09af\u09bc)া যা(?:\u09df|\u09af\u09bc)নি|নেই|বিদ্যমান নেই)",
    "ca": r"no s[’']ha (?:pogut trobar|trobat) (?:la|aquesta) pàgina(?: sol·licitada| que cerqueu)?|(?:la |aquesta "
    r")?pàgina (?:que (?:\w{1,12} ){0,2}\w{1,12} |sol·licitada )?no (?:existeix|s[’']ha trobat|trobada|està "
    r"disponible)",
    "cs": r"(?:tato |požadovaná )?stránka (?:nebyla )?(?:nenalezena|nalezena|neexistuje)",
    "cy": r"ni (?:ddaethpwyd|chanfuwyd|ellid dod) o hyd i[’']?r? dudalen|heb ddod o hyd i[’']?r dudalen",
    "da": r"siden (?:blev ikke fundet|findes ikke|kunne ikke findes)",
    "de": r"(?:(?:die|diese|der|dieser|das|dieses) )?(?:\w{1,20} ){0,4}(?:seite|datei|inhalt|verzeichnis"
    r"|(?:presse)?(?:artikel|meldung|mitteilung))(?: (?:wurde|konnte|kann|ist))?(?: leider)? nicht (?:mehr "
    r")?(?:gefunden|vorhanden|verfügbar)(?: werden| worden)?|(?:die|diese) (?:\w{1,20} ){0,4}seite,? (?:\w{1,20},? "
    r"){0,4}existiert (?:leider )?nicht(?: \(?mehr\)?)?|(?:die|diese) seite gibt es (?:leider )?nicht(?: \(?mehr\)?)?"
    r"|(?:wir )?(?:konnten|können) (?:wir )?(?:leider )?(?:die|diese) (?:\w{1,20} ){0,3}seite (?:leider )?nicht finden"
    r"|nicht gefunden|es sieht so aus, als ob an diesem ort nichts gefunden wurde|(?:die )?gesuchte ressource wurde "
    r"eventuell entfernt",
    "el": r"δεν (?:βρέθηκε|υπάρχει) (?:αυτή )?η σελίδα|η σελίδα (?:\w{1,20} ){0,3}δεν (?:βρέθηκε|υπάρχει)",
    "en": r"(?:the |this |that |your )?(?:requested )?(?:web)?(?:page|file(?: or directory)?|content|document"
    r"|resource(?: at \S{1,200})?|url|object|article|news(?: item| article| story)?|press release|publication)(?: "
    r"(?:that )?you(?:[’']re| are| were|[’']ve| have)?(?: currently)? (?:looking for|requested|(?:trying|tried) to "
    r"(?:reach|access|view)|refer+ing(?: to)?))? (?:(?:was |is |could |can )?not (?:be )?(?:found|available|exist)(?: "
    r"on this server)?|can(?:not|[’']t) be found|couldn[’']t be found|(?:does|did)(?: not|n[’']t) (?:seem to )?exist"
    r"|isn[’']t available|(?:is )?no longer (?:available|exists?)|(?:has been|was|may have been|might have been) "
    r"(?:moved|removed|deleted))|(?:we )?(?:could|can)(?: not|n[’']t|not|[’']t) find (?:that|this|the|your) page(?: "
    r"you(?: are|[’']re| were) looking for)?|(?:nothing|not) found|it (?:looks like|seems) (?:nothing was found(?: at "
    r"this location)?|we can[’']t find what you[’']re looking for)",
    "es": r"(?:la |esta )?(?:p[áa]gina|noticia|publicaci[óo]n) (?:(?:que (?:\w{1,12} ){0,2}\w{1,12}|solicitada"
    r"|requerida|buscada) )?no (?:existe|(?:ha sido |fue )?encontrada|se (?:encuentra(?: disponible)?|ha encontrado"
    r"|encontr[óo])|est[áa] disponible)|(?:el )?(?:contenido|documento|archivo|recurso|art[íi]culo|comunicado) "
    r"(?:solicitado )?no existe|no (?:se (?:ha encontrado|encontr[óo]|pudo encontrar|ha podido encontrar)|(?:hemos "
    r"podido|pudimos) encontrar|encontramos) (?:la|esta) p[áa]gina(?: que buscas?| solicitada)?|(?:contenido "
    r"|documento |archivo |art[íi]culo |comunicado )?no encontrado|parece que no se ha encontrado nada(?: en esta "
    r"ubicación)?",
    "et": r"(?:otsitud |soovitud |seda |sellist )?(?:lehekülge|lehte|lehekülg|leht) (?:ei (?:leitud|leita|eksisteeri)"
    r"|pole olemas)",
    "eu": r"(?:ez da )?orri(?:a|rik|aldea|alderik) (?:ez da )?aurkitu",
    "fa": r"صفحه[ \u200c]?(?:ای )?(?:مورد نظر )?(?:که (?:\w{1,12} ){1,4})?(?:(?:یافت|پیدا) نشد|موجود نیست|وجود ندارد)",
    "fi": r"sivua ei (?:löydy|löytynyt)",
    "fr": r"(?:la |cette |l[’'])?(?:page|actualité|article|publication|ressource) (?:(?:(?:que|à laquelle) vous "
    r"(?:\w{1,12} ){0,2}\w{1,12}|demandée?|recherchée?) )?(?:est |n[’']est |n[’']a |n[’'])?(?:introuvable|non trouvée?"
    r"|non trouvee|existe (?:pas|plus)|pas (?:été |pu être )?(?:trouvée|disponible)|plus disponible)|nous n(?:e"
    r"|[’']avons) (?:trouvons|pouvons|arrivons pas à)? ?(?:pas )?(?:trouver |trouvé )?(?:la|cette) page(?: web)?(?: "
    r"que vous \w{1,12})?|non trouvée?|il semble que rien n[’']ait été trouvé(?: à cet emplacement)?",
    "ga": r"níor aimsíodh an leathanach(?: \S{1,12}){0,4}",
    "gl": r"non se (?:atopou|puido atopar) a páxina(?: solicitada)?|(?:a )?páxina (?:solicitada )?non (?:atopada"
    r"|existe)",
    "he": r"(?:הדף|העמוד)(?: המבוקש| שחיפשת)? (?:לא נמצא|אינו קיים|לא קיים)",
    "hi": r"(?:(?:अनुरोधित|आप जिस) )?(?:पृष्ठ|पेज)(?: को (?:\S{1,12} ){1,4}वह)? (?:नहीं मिला|उपलब्ध नहीं(?: है)?|मौजूद "
    r"नहीं(?: है)?)",
    "hu": r"(?:az?|ez az) (?:keresett |kért )?oldal nem (?:található|létezik)",
    "hy": r"(?:ձեր |տվյալ )?(?:(?:փնտրած|որոնած|պահանջած|հարցված) )?էջը (?:չի գտնվել|չգտնվեց|գտնված չէ|գոյություն "
    r"չունի)",
    "id": r"(?:halaman|laman) (?:yang anda cari )?tidak (?:ditemukan|dijumpai|wujud|tersedia)",
    "is": r"(?:síðan |síða )(?:sem þú (?:leitar að|baðst um) )?(?:fannst ekki|er ekki til)|umbeðin síða fannst ekki",
    "it": r"(?:la |questa )?(?:pagina|notizia) (?:(?:richiesta|cercata|che (?:\w{1,12} ){0,2}\w{1,12}) )?non "
    r"(?:trovata|esiste(?: più)?|è (?:stata trovata|(?:più )?disponibile|presente)|disponibile|c[’']è(?: più)?)"
    r"|(?:contenuto |articolo )?non trovat[oa]",
    "ja": r"(?:お探しの|ご指定の|指定された|要求された|アクセス(?:された|しようとした)|該当の|この)?(?:ページ|ファイル"
    r"|URL|記事)(?:または(?:ファイル|ページ))?[がはを]、?(?:見つかりません(?:でした)?|見つけられません(?:でした)?"
    r"|存在しません|ありません|ございません|公開されていません|(?:移動または)?(?:削除|変更|移動)され[\w、]{0,20})",
    "ka": r"(?:მოთხოვნილი |მითითებული |თქვენს მიერ (?:მოძებნილი|მოთხოვნილი) )?გვერდი (?:ვერ მოიძებნა|არ (?:მოიძებნა"
    r"|არსებობს)|ვერ იქნა ნაპოვნი)",
    "kk": r"(?:сіз )?(?:(?:сұраған|іздеген|сұралған) )?(?:бет|парақша|құжат) (?:табылмады|табылған жоқ|жоқ)",
    "km": r"(?:រក)?មិនឃើញទំព័រ[\u1780-\u17ff]{0,40}|ទំព័រ[\u1780-\u17ff ]{0,30}?(?:រកមិនឃើញ|មិនមាន"
    r"|មិនត្រូវបានរកឃើញ)(?:ទេ)?",
    "ko": r"(?:(?:요청하신|찾으시는|해당|접속하신|입력하신|원하시는) ?)?(?:페이지|게시물|게시글|자료|문서"
    r"|주소)[를을가이는은]? ?(?:찾을 수 없\w{0,4}|존재하지 않\w{0,4}|없습니다|삭제되었(?:거나 존재하지 않)?\w{0,4})"
    r"|(?:잘못된 주소이거나 ?)?(?:(?:이미 )?삭제되었?거나 ?)?(?:존재하지 않는|없는|찾을 수 없는|삭제된) (?:페이지"
    r"|게시물|게시글|주소)\w{0,4}",
    "ky": r"(?:сиз )?(?:издеген |сураган |суралган )?(?:барак|бет) (?:табылган жок|табылбады|жок)",
    "lo": r"ບໍ່(?:ພົບ|ມີ)ໜ້າ[\u0e80-\u0eff]{0,40}",
    "lt": r"(?:jūsų )?(?:ieškomas |prašomas |nurodytas |toks )?puslapis (?:nerastas|neegzistuoja|nebuvo rastas)"
    r"|puslapio rasti nepavyko",
    "lv": r"(?:pieprasītā |meklētā |šāda )?lap(?:a|puse) (?:nav|netika) atrasta|(?:šāda )?lapa neeksistē",
    "mk": r"(?:бараната |оваа )?страница(?:та)? (?:која ја барате )?не (?:е (?:пронајдена|најдена)|постои)",
    "mn": r"(?:таны )?(?:хайсан |хүссэн )?(?:хуудас|мэдээлэл) (?:олдсонгүй|байхгүй(?: байна)?)",
    "mt": r"(?:il-)?paġna (?:(?:li qed tfittex|mitluba) )?ma (?:nstabitx|tinsabx|teżistix)",
    "my": r"(?:\S{0,20} )?စာမျက်နှာ(?:ကို)? ?(?:ရှာ)?(?:မတွေ့|မရှိ)[\u1000-\u109f]{0,12}",
    "nb": r"(?:vi )?(?:fant|finner|fann|finn) (?:dessverre |diverre )?ikkj?e (?:siden|sida)(?: du (?:leter|leitar"
    r"|ser) etter)?|(?:denne )?(?:siden|sida) (?:du (?:leter|leitar|ser) etter )?(?:finnes|finst|eksisterer|ble|blei"
    r"|vart|kunne) (?:dessverre |diverre )?ikkj?e(?: (?:funnet|funnen|finnes|lenger))?",
    "ne": r"(?:तपा[ईइ]ंले \S{1,14} |अनुरोध गरिएको )?(?:पृष्ठ|पाना|पेज) (?:फेला परेन|भेटिएन|उपलब्ध छैन)",
    "nl": r"(?:deze |de )?pagina (?:die u zoekt,? )?(?:niet gevonden|bestaat niet(?: \(?meer\)?)?|kan niet worden "
    r"gevonden)",
    "pl": r"nie (?:znaleziono|odnaleziono|znaleźliśmy|możemy znaleźć) (?:żądanej |szukanej |podanej |takiej |tej "
    r")?strony|strony nie (?:znaleziono|odnaleziono)|(?:(?:podana|szukana|żądana|wybrana|ta) )?strona,? (?:\S{1,20} "
    r"){0,5}(?:nie istnieje|nie została (?:znaleziona|odnaleziona)|nieznaleziona)",
    "ps": r"(?:ستاسو )?(?:غوښتل شوې )?(?:پاڼه|مخ) (?:ونه موندل شوه|ونه موندل شو|نشته|شتون نه لري)",
    "pt": r"(?:parece que )?(?:a |esta )?(?:página|notícia|publicação) (?:(?:que (?:\w{1,12} ){0,2}\w{1,12}|solicitada"
    r"|procurada) )?não (?:(?:foi |pôde ser )?encontrada|existe(?: mais)?|está disponível)|não (?:foi possível "
    r"encontrar|encontramos) (?:a|esta) página(?: que (?:\w{1,12} ){0,2}\w{1,12})?|(?:conteúdo|documento|arquivo) não "
    r"encontrado|não encontrad[oa]",
    "ro": r"pagina (?:\w{1,20} )?nu (?:a fost găsită|există)",
    "ru": r"(?:(?:запрашиваемая|запрошенная|указанная|искомая|данная|такая|эта) )?(?:вами )?(?:страница|новость"
    r"|публикация|статья),? (?:\S{1,20} ){0,4}(?:не (?:найдена|существует|обнаружена)|удалена)|(?:такой |этой |данной "
    r")?страницы (?:больше )?не (?:существует|найдено)|(?:такой|этой) страницы (?:больше )?нет|(?:запрашиваемый "
    r"|искомый )?(?:документ|материал|файл(?: или каталог)?|элемент|раздел|ресурс) (?:не найден|мог быть удал[её]н)"
    r"|не найдено",
    "si": r"(?:ඔබ සොයන )?පිටුව (?:හමු ?නොවීය|සොයාගත නොහැකි\S{0,4}|නොමැත)",
    "sk": r"(?:táto |požadovaná |hľadaná )?stránka (?:sa nenašla|nebola nájdená|neexistuje|nie je (?:dostupná|k "
    r"dispozícii))|stránku sa nepodarilo nájsť",
    "sl": r"(?:te |iskana |zahtevana )?stran(?:i)? (?:ni (?:bila |bilo )?(?:najdena|mogoče najti|na voljo)|ne obstaja)"
    r"|strani ni mogoče najti",
    "so": r"bogga lama helin|lama helin bogga",
    "sq": r"(?:kjo )?faqja (?:që (?:kërkuat|po kërkoni) )?nuk (?:u gjet|ekziston|gjendet)",
    "sr": r"(?:тражена )?страница (?:коју тражите )?(?:није (?:пронађена|нађена)|не постоји)|(?:tražena )?stranica "
    r"(?:koju tražite )?(?:nije (?:pronađena|nađena)|ne postoji)",
    "sv": r"(?:den här )?sidan (?:du söker )?(?:kunde inte hittas|hittades inte|finns inte)",
    "sw": r"ukurasa (?:(?:unaoutafuta|ulioombwa|huu) )?(?:haujapatikana|haukupatikana|haupatikani|haupo)",
    "ta": r"(?:நீங்கள் (?:தேடும்|கோரிய) )?பக்கம் (?:கிடைக்கவில்லை|காணப்படவில்லை|இல்லை)",
    "te": r"(?:మీరు (?:వెతుకుతున్న|అభ్యర్థించిన) )?పేజీ (?:కనుగొనబడలేదు|దొరకలేదు|లేదు)",
    "tg": r"(?:саҳифаи (?:дархостшуда|ҷустуҷӯшуда|зарурӣ)|чунин саҳифа|саҳифа) (?:ёфт нашуд|вуҷуд надорад)",
    "th": r"ไม่พบหน้า[\u0e00-\u0e7f]{0,40}",
    "tk": r"(?:siziň )?(?:gözleýän |soran )?sahypa(?:ňyz)? (?:tapylmady|ýok)",
    "tl": r"hindi (?:nahanap|natagpuan|makita) ang (?:pahina|page)(?:ng)?(?: \S{1,14}){0,3}",
    "tr": r"(?:(?:aradığınız|istenen|istediğiniz|talep ettiğiniz|ulaşmak istediğiniz|bu) )?(?:sayfa|içerik|haber"
    r"|duyuru) (?:bulunamadı|bulunamamaktadır|bulunamıyor|mevcut değil\w{0,4}|yok|kaldırılmış\w{0,4})|(?:aradığınız "
    r"|bu )?sayfaya ulaşıl(?:amıyor|amadı)|böyle bir sayfa (?:yok|bulunamadı|mevcut değil)",
    "uk": r"(?:(?:запитувана|запитана|вказана|потрібна|така|ця) )?(?:сторінк|новин|публікаці|статт)[ауяю],? "
    r"(?:\S{1,20} ){0,4}(?:не (?:знайден[ао]|існує)|видалена)|(?:такої |цієї )?сторінки (?:більше )?не (?:існує"
    r"|знайдено)|(?:документ|матеріал) не знайдено",
    "ur": r"(?:آپ کا )?(?:مطلوبہ )?صفحہ (?:(?:نہیں ملا|موجود نہیں|دستیاب نہیں)(?: ہے)?)",
    "uz": r"(?:bunday |siz (?:qidirgan|qidirayotgan|soʻragan) |(?:soʻralgan|so[‘’']ralgan) )?sahifa (?:topilmadi"
    r"|mavjud emas)|(?:бундай |сиз (?:қидирган|қидираётган) |сўралган )?саҳифа (?:топилмади|мавжуд эмас)",
    "vi": r"không tìm thấy trang(?: \w{1,10}){0,5}|trang (?:web )?(?:này |bạn (?:đang )?tìm(?: kiếm)? )?không tồn tại",
    "zh": r"[您你]?[所要想]{0,2}(?:正在)?(?:[访訪][问問]|查[看找詢询]|[请請]求|[瀏浏][览覽]|[寻尋搜]找|要求"
    r"|找)?的?[该該此本]?(?:[页頁]面?|[网網][页頁]|文章|[内內]容|文件|新[闻聞]|信息|[资資]源)(?:不存在(?:或已\w{1,6})?"
    r"|未找到|找不到了?|已失效(?:或已\w{1,6})?|(?:可能)?已[经經]?被?[删刪移]除|走丢了?|[飞飛]走了?|[无無]法找到)"
    r"|(?:找不到|未找到|[无無]法找到|[没沒]有找到)[\w，]{0,9}?(?:[页頁]面|[网網][页頁]|[页頁]|文件(?:或目[录錄])?|文章"
    r"|[内內]容)|查?[无無]此[页頁]面?",
}
