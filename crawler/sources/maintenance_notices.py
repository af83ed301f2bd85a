"""How sites say that they are under maintenance: what content systems say, and ministries themselves, by language.

Each pattern is what such a sentence, heading or title begins with, behind an apology or a number.
"""

UNDER_MAINTENANCE = {
    "am": r"(?:ድረ[- ]?ገ[ጹጽ]|ጣቢያው)(?: \w{1,12})? (?:በጥገና ላይ ነው|ለጊዜው አይሰራም)",
    "ar": r"(?:هذا )?الموقع (?:حالياً )?(?:(?:تحت|قيد) الصيانة|غير متاح)(?: حالياً| مؤقتاً)?",
    "az": r"(?:(?:hazırda )?saytda (?:hazırda )?)?(?:texniki|profilaktik) (?:işlər|xidmət)(?: (?:aparılır|gedir))?"
    r"|sayt(?:ımız)? (?:müvəqqəti(?: olaraq)? )?(?:işləmir|əlçatan deyil|təmirdədir)",
    "be": r"(?:на сайце )?(?:зараз )?(?:вядуцца|праводзяцца) (?:тэхнічныя|прафілактычныя) (?:работы|працы)|тэхнічныя "
    r"работы|(?:наш )?сайт (?:часова )?(?:недаступны|не працуе)",
    "bg": r"(?:този |нашият )?сайт(?:ът)? (?:е )?(?:временно )?(?:в процес на поддръжка|в поддръжка|недостъпен)",
    "bn": r"(?:ওয়েব ?)?সাইট(?:টি)? (?:(?:বর্তমানে|সাম(?:\u09df|\u09af\u09bc)িকভাবে) )?(?:রক্ষণাবেক্ষণ(?:ের (?:অধীনে|কাজ "
    r"চলছে)|াধীন)|বন্ধ)(?: (?:আছে|র(?:\u09df|\u09af\u09bc)েছে))?",
    "ca": r"(?:(?:el|aquest) )?(?:lloc|web)(?: web)? (?:està |es troba )?(?:actualment |temporalment )?(?:en "
    r"manteniment|no disponible)",
    "cs": r"(?:tyto |naše )?(?:webové )?(?:stránky|web)(?: jsou| je)? (?:dočasně |momentálně )?(?:nedostupn[éýá]|mimo "
    r"provoz|v údržbě)|(?:probíhá )?(?:plánovaná )?(?:údržba|odstávka)(?: webu| stránek| systému)?",
    "da": r"(?:denne )?(?:siden|hjemmesiden|webstedet) er (?:midlertidigt |i øjeblikket )?(?:utilgængelig|nede|under "
    r"vedligeholdelse)",
    "de": r"(?:(?:die|diese|unsere) )?(?:web)?(?:seite|site) (?:wird|ist|befindet sich) (?:(?:derzeit|momentan|gerade"
    r"|zurzeit|vorübergehend|aktuell) )?(?:gewartet|in wartung|im aufbau|im wartungsmodus|nicht (?:erreichbar"
    r"|verfügbar))|wartungs(?:arbeiten|modus)|(?:aufgrund|wegen) (?:von )?(?:\w{1,20} )?wartungsarbeiten \w{1,10} "
    r"(?:die|diese|unsere) (?:web)?(?:seite|site) (?:\w{1,20} ){0,2}nicht (?:erreichbar|verfügbar)",
    "el": r"(?:ο |η )?(?:ιστότοπος|ιστοσελίδα|σελίδα)(?: μας)? (?:βρίσκεται (?:προσωρινά )?(?:υπό|σε) (?:συντήρηση"
    r"|αναβάθμιση)|είναι (?:προσωρινά )?(?:υπό συντήρηση|μη διαθέσιμ[ηο]ς?))",
    "en": r"(?:(?:the|this|our) )?(?:web ?)?site (?:is )?(?:currently |temporarily |down )*(?:(?:under(?:going)?|for) "
    r"(?:(?:\w{1,12} )?maintenance|construction)|unavailable|down|offline|experiencing technical difficulties)"
    r"|(?:scheduled |under )maintenance|we(?: a|[’'])re (?:currently )?(?:undergoing|performing|under|down for) "
    r"(?:\w{1,12} )?maintenance|we[’']ll be (?:right )?back(?: soon| shortly)?|(?:we are (?:currently )?experiencing "
    r")?technical difficulties|(?:the|this) (?:web)?(?:page|site) is (?:currently )?being (?:maintained|updated"
    r"|upgraded)|(?:the )?service (?:is )?(?:temporarily )?unavailable|(?:temporarily|briefly) unavailable(?: for "
    r"scheduled maintenance)?|(?:the (?:web ?)?site is )?(?:down for|under) (?:maintenance|construction)",
    "es": r"(?:(?:el|este|nuestro) )?(?:sitio|p[áa]gina|portal)(?: web)?(?: est[áa]| se encuentra)?(?: actualmente| "
    r"temporalmente)? (?:en (?:mantenimiento|construcci[óo]n)|no (?:est[áa] )?disponible(?: temporalmente)?|fuera de "
    r"servicio)|(?:estamos )?(?:en mantenimiento|realizando (?:tareas|trabajos) de mantenimiento)",
    "et": r"(?:veebi?)?(?:leht|sait|lehekülg) (?:on )?(?:hetkel |ajutiselt )?(?:hoolduses|suletud|kättesaamatu)"
    r"|(?:toimuvad )?hooldustööd",
    "fa": r"(?:این )?(?:سایت|وب[ \u200c]?سایت|سامانه|پایگاه) (?:در حال|در دست|تحت) (?:به[ \u200c]?روز[ \u200c]?رسانی"
    r"|تعمیر(?:ات)?|بازسازی|ارتقا)(?: است| می[ \u200c]?باشد)?",
    "fi": r"(?:sivusto|palvelu)(?:mme)? (?:on )?(?:tilapäisesti |väliaikaisesti )?(?:huollossa|poissa käytöstä)"
    r"|huoltokatko",
    "fr": r"(?:(?:le|ce|notre) )?(?:site|service)(?: web| internet)?(?: est)?(?: actuellement| temporairement| "
    r"momentanément)? (?:en (?:cours de )?(?:maintenance|construction)|indisponible|inaccessible)|maintenance en cours"
    r"|en maintenance|nous effectuons une (?:opération de )?maintenance",
    "he": r"האתר (?:נמצא )?(?:כעת )?(?:בתחזוקה|בשיפוצים|אינו זמין|סגור לתחזוקה)(?: כעת)?",
    "hi": r"(?:यह )?(?:वेब ?साइट|साइट) (?:(?:अभी|फिलहाल|वर्तमान में) )?(?:रखरखाव|अनुरक्षण) (?:के अधीन|में) है",
    "hr": r"(?:ova |naša )?(?:stranica|stranice|web stranica) (?:je|su) (?:trenutačno |trenutno |privremeno )?(?:u "
    r"fazi održavanja|u održavanju|nedostupn[ae])|(?:u tijeku je )?održavanje (?:stranice|sustava)",
    "hu": r"(?:az oldal |a honlap )?karbantartás(?: alatt(?: áll)?)?",
    "hy": r"(?:կայքում )?(?:ընթանում են |կատարվում են )?տեխնիկական աշխատանքներ(?: են(?: (?:ընթանում|կատարվում))?)?"
    r"|կայքում տեխնիկական աշխատանքներ են(?: \w{1,14})?|կայքը (?:ժամանակավորապես )?(?:անհասանելի է|չի գործում)",
    "id": r"(?:situs|laman|website)(?: web)?(?: ini| kami)? (?:sedang )?(?:dalam |menjalani )?(?:tahap "
    r")?(?:diselenggara(?:kan)?|penyelenggaraan|pemeliharaan|perbaikan|perawatan)",
    "is": r"(?:vefurinn|vefsíðan|síðan) (?:er|liggur) (?:tímabundið )?(?:niðri|í viðhaldi|óaðgengileg\w?)(?: vegna "
    r"viðhalds)?",
    "it": r"(?:(?:il|questo) )?(?:sito|servizio|portale)(?: web)?(?: è)?(?: attualmente| temporaneamente| "
    r"momentaneamente)? (?:in (?:manutenzione|costruzione)|non (?:disponibile|raggiungibile))|in manutenzione"
    r"|manutenzione in corso",
    "ja": r"(?:ただいま|只今|現在)?、?(?:当?サイト|システム|サーバー?|ホームページ)?[のは]?(?:ただいま"
    r"|現在)?、?(?:緊急|定期)?(?:システム)?メンテナンス(?:中(?:です|でございます)?|作業中(?:です)?|を(?:行って"
    r"|実施して)(?:おります|います)|実施中(?:です)?|のため、?(?:現在、?)?(?:サービス|サイト|ページ)\w{0,20})",
    "ka": r"(?:საიტზე )?(?:მიმდინარეობს|ტარდება) (?:ტექნიკური|პროფილაქტიკური) (?:სამუშაოები|სამუშაო)|ტექნიკური "
    r"სამუშაოები|(?:ვებ-?)?(?:საიტი|გვერდი) (?:დროებით )?(?:მიუწვდომელია|არ მუშაობს|გათიშულია)",
    "kk": r"(?:сайтта )?(?:қазір )?(?:техникалық|профилактикалық) жұмыстар(?: (?:жүргізілуде|жүріп жатыр))?|сайт "
    r"(?:уақытша )?(?:жұмыс істемейді|қолжетімсіз)",
    "km": r"គេហទំព័រ(?:នេះ)?(?:កំពុង|ស្ថិតក្នុងការ)(?:ស្ថិតក្នុងការ)?(?:ថែទាំ|ជួសជុល|កែលម្អ)",
    "ko": r"(?:현재 )?(?:홈페이지 )?(?:시스템|서비스|홈페이지|서버|사이트)[가는은]? ?(?:(?:정기|긴급) ?)?점검 "
    r"?(?:중(?:입니다)?|안내)",
    "ky": r"(?:сайтта )?(?:азыр )?(?:техникалык|профилактикалык) (?:иштер|жумуштар)(?: (?:жүрүп жатат|жүргүзүлүүдө))?"
    r"|сайт (?:убактылуу )?иштебейт",
    "lo": r"ເວັບໄຊ(?:ທ໌|ຕ໌|ທ)?(?:ນີ້)?(?:ກຳລັງ|ກໍາລັງ|ຢູ່ໃນ)?(?:ປັບປຸງ|ບຳລຸງຮັກສາ|ບໍາລຸງຮັກສາ)",
    "lt": r"(?:svetainė|tinklalapis|puslapis) (?:yra )?(?:šiuo metu |laikinai )?(?:tvarkom(?:a|as)|nepasiekiam(?:a|as)"
    r"|neveikia|atnaujinam(?:a|as))|(?:vyksta |vykdomi )?(?:techniniai|priežiūros|profilaktiniai) darbai",
    "lv": r"(?:tīmekļa )?(?:vietne|lapa) (?:pašlaik |īslaicīgi )?(?:nav pieejama|tiek (?:uzturēta|atjaunota))"
    r"|(?:notiek )?(?:tehniskie|apkopes|uzturēšanas) darbi",
    "mk": r"(?:нашиот |овој )?(?:сајт(?:от)?|веб[- ]?страница(?:та)?) (?:е )?(?:моментално |привремено )?(?:во "
    r"одржување|недостап[еа]н?а?)",
    "mn": r"(?:сайт(?:ад|анд)?|цахим хуудас(?:т|анд)?) (?:одоогоор |түр )?(?:засвар(?:тай|ын ажил\w{0,20})"
    r"|ажиллахгүй)(?: байна)?",
    "my": r"(?:ဝက်ဘ်ဆိုက်|ဝဘ်ဆိုဒ်|ဝက်ဘ်ဆိုဒ်)(?:ကို|သည်)? ?(?:\S{0,12} )?(?:ပြုပြင်|ပြင်ဆင်)[\u1000-\u109f]{0,30}",
    "nb": r"(?:denne )?(?:siden|sida|nettsiden|nettsida|nettstedet|hjemmesiden|tjenesten) (?:er )?(?:for tiden "
    r"|midlertidig |for øyeblikket )?(?:under vedlige?hold(?:else)?|under vedlikehold|utilgjengelig|nede(?: for "
    r"vedlikehold)?)|(?:planlagt )?vedlikehold(?: pågår)?",
    "ne": r"(?:यो )?(?:वेबसाइट|साइट) (?:(?:हाल|अस्थायी रूपमा) )?(?:मर्मत[- ]?सम्भार(?:मा|को क्रममा)?|मर्मतमा) छ",
    "nl": r"(?:(?:de|deze|onze) )?(?:web)?site is (?:momenteel |tijdelijk )*(?:niet (?:beschikbaar|bereikbaar)|in "
    r"onderhoud|buiten gebruik)|(?:gepland )?onderhoud(?:swerkzaamheden)?",
    "pl": r"przerwa techniczna|(?:trwają )?prace (?:techniczne|serwisowe|konserwacyjne)(?: na stronie)?|(?:strona"
    r"|serwis|witryna) (?:jest )?(?:tymczasowo |chwilowo |obecnie )?(?:w (?:przebudowie|konserwacji|trakcie "
    r"konserwacji)|niedostępn[ay])",
    "ps": r"(?:وېبپاڼه|ویبپاڼه|سایټ) (?:اوسمهال )?(?:د ترمیم|د ساتنې) لاندې (?:ده|دی)",
    "pt": r"(?:(?:o|este) )?(?:site|sítio|portal)(?: est[áa])?(?: temporariamente| atualmente)? (?:em (?:manuten"
    r"|constru)[cç][ãa]o|indispon[ií]vel|fora do ar)|(?:estamos )?em manuten[cç][ãa]o",
    "ro": r"(?:acest )?site(?:-ul)?(?: nostru)? (?:este|se află) (?:momentan |temporar )?(?:în (?:mentenanță"
    r"|întreținere)|indisponibil)",
    "ru": r"(?:на сайте )?(?:сейчас )?(?:ведутся|проводятся) (?:технические|профилактические|регламентные) работы"
    r"|технические работы|(?:наш )?сайт (?:временно )?(?:недоступен|не работает|в разработке|находится на "
    r"(?:реконструкции|обслуживании)|на (?:реконструкции|обслуживании))",
    "si": r"(?:මෙම )?වෙබ් ?අඩවිය (?:නඩත්තු කිරීම\S{0,6}|නඩත්තුව\S{0,6})(?: \S{1,10})?",
    "sk": r"(?:táto |naša )?(?:webová )?(?:stránka|stránky|lokalita) (?:je|sú) (?:momentálne |dočasne )?(?:v údržbe"
    r"|nedostupn[áé]|mimo prevádzky)|(?:prebieha )?(?:plánovaná )?(?:údržba|odstávka)(?: stránky| systému)?",
    "sl": r"(?:ta |naša )?(?:spletna )?stran (?:je )?(?:trenutno |začasno )?(?:v vzdrževanju|nedosegljiva|ni (?:na "
    r"voljo|dosegljiva))|(?:potekajo )?vzdrževalna dela",
    "sq": r"(?:kjo )?faqja (?:është )?(?:aktualisht |përkohësisht )?(?:në mirëmbajtje|e padisponueshme|jashtë "
    r"funksionit)",
    "sr": r"(?:наш |ovaj |naš |овај )?(?:сајт|sajt) (?:је|je) (?:тренутно |trenutno |привремено |privremeno )?(?:у "
    r"фази одржавања|u fazi održavanja|недоступан|nedostupan)",
    "sv": r"(?:den här |vår )?(?:webbplatsen|webbplats|sidan|tjänsten) (?:är|ligger) (?:just nu |tillfälligt |för "
    r"närvarande )*(?:otillgänglig|nere(?: för underhåll)?|stängd för underhåll|under underhåll)|vi utför underhåll"
    r"|planerat underhåll",
    "sw": r"tovuti (?:hii )?(?:iko |ipo )?(?:kwa sasa )?(?:katika|kwenye|inafanyiwa|chini ya) (?:matengenezo"
    r"|ukarabati)",
    "ta": r"(?:இந்த )?(?:இணைய ?தளம்|வலை ?தளம்) (?:தற்போது )?பராமரிப்பில் உள்ளது",
    "tg": r"(?:дар сомона )?(?:ҳоло )?корҳои (?:техникӣ|профилактикӣ)(?: (?:гузаронида мешаванд|идома доранд))?"
    r"|сомона (?:муваққатан )?(?:дастнорас аст|кор намекунад)",
    "th": r"(?:ปิดปรับปรุง(?:เว็บไซต์|ระบบ)?|เว็บไซต์(?:นี้)?(?:อยู่ระหว่าง(?:การ)?)?(?:กำลัง)?(?:ปิด)?(?:ปรับปรุง"
    r"|บำรุงรักษา))(?:ระบบ)?(?:ชั่วคราว)?",
    "tk": r"(?:saýtda )?(?:häzir )?tehniki işler(?: (?:geçirilýär|alnyp barylýar))?|saýt (?:wagtlaýyn )?işlemeýär",
    "tl": r"(?:ang |kasalukuyang )?(?:website|site) (?:na ito )?(?:ay )?(?:kasalukuyang )?(?:sumasailalim sa|under) "
    r"maintenance",
    "tr": r"(?:web )?site(?:miz|si)? (?:şu anda |geçici olarak )?(?:bakımda(?:dır)?|kullanılamıyor|hizmet "
    r"verememektedir|bakım(?: çalışması)? nedeniyle (?:geçici olarak )?hizmet verememektedir)|bakım (?:çalışması|modu)"
    r"|bakımdayız",
    "uk": r"(?:на сайті )?(?:зараз )?(?:ведуться|проводяться|тривають) (?:технічні|профілактичні) роботи|технічні "
    r"роботи|(?:наш )?сайт (?:тимчасово )?(?:недоступний|не працює|в розробці|на (?:реконструкції|обслуговуванні))",
    "ur": r"(?:یہ )?ویب ?سائٹ (?:(?:فی الحال|عارضی طور پر) )?(?:(?:کی )?(?:دیکھ بھال|مرمت)(?: (?:کے تحت|جاری))?|زیر "
    r"مرمت|بند|دستیاب نہیں)(?: ہے)?",
    "uz": r"(?:hozirda )?(?:veb-?)?sayt(?:da|imizda)? (?:hozirda )?(?:vaqtincha(?:lik)? )?(?:texnik ishlar(?: olib "
    r"borilmoqda)?|ishlamayapti|ishlamaydi)|texnik ishlar(?: olib borilmoqda)?|(?:ҳозирда )?(?:веб-?)?сайт(?:да"
    r"|имизда)? (?:ҳозирда )?(?:вақтинча(?:лик)? )?(?:техник ишлар(?: олиб борилмоқда)?|ишламаяпти|ишламайди)|техник "
    r"ишлар(?: олиб борилмоқда)?",
    "vi": r"(?:trang web|website|hệ thống)(?: này)? (?:hiện )?(?:đang )?(?:được )?(?:trong quá trình )?bảo trì|bảo "
    r"trì hệ thống",
    "zh": r"[本该該]?(?:[网網]站|系[统統]|[伺服务務器]{2,3})(?:正在|目前|[暂暫][时時]|升[级級]|例行"
    r"|[进進]行)*[维維][护護]中?|[本该該]?(?:[网網]站|系[统統])[暂暫][时時](?:[无無]法[访訪][问問]|[关關][闭閉])",
}
