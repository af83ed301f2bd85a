"""What sites say where a page is not there or they are under maintenance, as content systems and servers write it."""

from datetime import UTC, datetime

import pytest

from crawler.sources.block_pages import fault
from crawler.sources.page import Page

AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
# A heading, and the sentence below it.
MISSING = {
    "fr": ("Page non trouvée", "La page demandée n'a pas pu être trouvée."),
    "ar": ("الصفحة غير موجودة", "تعذر العثور على الصفحة المطلوبة."),
    "ka": ("გვერდი ვერ მოიძებნა", "მოთხოვნილი გვერდი ვერ მოიძებნა."),
    "hy": ("Էջը չի գտնվել", "Ձեր փնտրած էջը չի գտնվել։"),
    "az": ("Səhifə tapılmadı", "Axtardığınız səhifə tapılmadı."),
    "kk": ("Бет табылмады", "Сіз сұраған бет табылмады."),
    "ky": ("Барак табылган жок", "Сиз издеген барак табылган жок."),
    "tg": ("Саҳифа ёфт нашуд", "Саҳифаи дархостшуда ёфт нашуд."),
    "mn": ("Хуудас олдсонгүй", "Таны хайсан хуудас олдсонгүй."),
    "bn": ("পৃষ্ঠা পাওয়া যায়নি", "আপনি যে পৃষ্ঠাটি খুঁজছেন তা পাওয়া যায়নি।"),
    "ur": ("صفحہ نہیں ملا", "معذرت، مطلوبہ صفحہ نہیں ملا۔"),
    "hi": ("पृष्ठ नहीं मिला", "आप जिस पृष्ठ को खोज रहे हैं वह उपलब्ध नहीं है।"),
    "km": ("រកមិនឃើញទំព័រ", "រកមិនឃើញទំព័រដែលអ្នកកំពុងស្វែងរកទេ។"),
    "my": ("စာမျက်နှာ ရှာမတွေ့ပါ", "သင်ရှာဖွေနေသော စာမျက်နှာကို ရှာမတွေ့ပါ။"),
    "lo": ("ບໍ່ພົບໜ້າ", "ບໍ່ພົບໜ້າທີ່ທ່ານຊອກຫາ"),
    "am": ("ገጹ አልተገኘም", "የጠየቁት ገጽ አልተገኘም።"),
    "sw": ("Ukurasa haujapatikana", "Samahani, ukurasa unaoutafuta haupatikani."),
    "sq": ("Faqja nuk u gjet", "Faqja që kërkuat nuk u gjet."),
    "mk": ("Страницата не е пронајдена", "Бараната страница не е пронајдена."),
    "sl": ("Stran ni bila najdena", "Iskana stran ne obstaja."),
    "sk": ("Stránka sa nenašla", "Požadovaná stránka nebola nájdená."),
    "lt": ("Puslapis nerastas", "Jūsų ieškomas puslapis nerastas."),
    "lv": ("Lapa nav atrasta", "Pieprasītā lapa nav atrasta."),
    "et": ("Lehekülge ei leitud", "Otsitud lehekülge ei leitud."),
    "is": ("Síða fannst ekki", "Síðan sem þú leitar að fannst ekki."),
    "ga": ("Níor aimsíodh an leathanach", "Níor aimsíodh an leathanach a d'iarr tú."),
    "mt": ("Il-paġna ma nstabitx", "Il-paġna li qed tfittex ma nstabitx."),
    "ca": ("No s'ha trobat la pàgina", "La pàgina que cerqueu no existeix."),
    "tl": ("Hindi nahanap ang pahina", "Hindi nahanap ang pahinang hinahanap mo."),
    "si": ("පිටුව හමු නොවීය", "ඔබ සොයන පිටුව හමු නොවීය."),
    "ta": ("பக்கம் கிடைக்கவில்லை", "நீங்கள் தேடும் பக்கம் கிடைக்கவில்லை."),
    "ne": ("पृष्ठ फेला परेन", "तपाईंले खोज्नुभएको पृष्ठ फेला परेन।"),
    "ps": ("پاڼه ونه موندل شوه", "ستاسو غوښتل شوې پاڼه ونه موندل شوه."),
    "tk": ("Sahypa tapylmady", "Siziň gözleýän sahypaňyz tapylmady."),
    "es-wordpress": (
        "¡Vaya! No se ha podido encontrar esta página.",
        "Parece que no se ha encontrado nada en esta ubicación.",
    ),
    "de-wordpress": (
        "Hoppla! Diese Seite kann nicht gefunden werden.",
        "Es sieht so aus, als ob an diesem Ort nichts gefunden wurde.",
    ),
    "typo3": ("The page did not exist or was inaccessible.", "Reason: The requested page does not exist"),
    "de-server": (
        "404 - Datei oder Verzeichnis wurde nicht gefunden.",
        "Die gesuchte Ressource wurde eventuell entfernt, umbenannt oder ist vorübergehend nicht verfügbar.",
    ),
    "zh-server": ("404 - 找不到文件或目录。", "您要查找的资源可能已被删除，已更改名称或者暂时不可用。"),
    "ru-server": (
        "404 - Файл или каталог не найден.",
        "Искомый ресурс мог быть удален, переименован или временно недоступен.",
    ),
    "fr-server": ("État HTTP 404 – Non trouvé", "La ressource demandée n'est pas disponible."),
    "zh-hant": ("很抱歉，您所要的網頁不存在或已被移除", "您所要的網頁不存在或已被移除。"),
    "zh-gone": ("页面找不到了", "抱歉，您访问的页面已失效或已被删除"),
    "de-article": ("Artikel nicht gefunden", "Der gewünschte Artikel ist nicht mehr verfügbar."),
    "de-release": ("Pressemitteilung nicht gefunden", "Die gewünschte Pressemitteilung ist nicht mehr verfügbar."),
    "en-article": ("Article not found", "The article you are looking for is no longer available."),
    "en-news": ("News not found", "This news item has been removed."),
    "ru-news": ("Новость не найдена", "Новость, которую вы ищете, не найдена или удалена."),
    "it-news": ("Notizia non trovata", "La notizia richiesta non è più disponibile."),
    "es-news": ("Noticia no encontrada", "La noticia que busca no está disponible."),
    "fr-news": ("Actualité introuvable", "L'article que vous recherchez n'existe plus."),
    "tr-news": ("Haber bulunamadı", "Aradığınız haber bulunamadı."),
    "ar-news": ("الخبر غير موجود", "عذراً، الخبر المطلوب غير موجود أو تم حذفه"),
    "zh-news": ("该新闻不存在", "您访问的新闻不存在或已删除"),
}
MAINTENANCE = {
    "th": ("ปิดปรับปรุงเว็บไซต์", "เว็บไซต์ปิดปรับปรุงระบบชั่วคราว"),
    "fr-construction": ("Site en construction", "Ce site est en cours de construction."),
    "es-construction": ("Sitio en construcción", "El portal se encuentra en construcción."),
    "pt-construction": ("Site em construção", "O portal está em construção."),
    "ru-construction": ("Сайт в разработке", "Наш сайт временно недоступен."),
    "ka": ("მიმდინარეობს ტექნიკური სამუშაოები", "საიტზე მიმდინარეობს ტექნიკური სამუშაოები."),
    "hy": ("Կայքում տեխնիկական աշխատանքներ են", "Կայքը ժամանակավորապես անհասանելի է։"),
    "az": ("Texniki işlər", "Saytda texniki işlər aparılır."),
    "kk": ("Техникалық жұмыстар", "Сайтта техникалық жұмыстар жүргізілуде."),
    "bn": ("সাইটটি রক্ষণাবেক্ষণের অধীনে আছে", "অনুগ্রহ করে পরে আবার চেষ্টা করুন।"),
    "ur": ("ویب سائٹ کی دیکھ بھال جاری ہے", "براہ کرم بعد میں کوشش کریں۔"),
    "km": ("គេហទំព័រកំពុងថែទាំ", "សូមព្យាយាមម្តងទៀតពេលក្រោយ។"),
    "ca": ("Lloc en manteniment", "El web està temporalment no disponible."),
    "hr": ("Održavanje stranice", "Naša stranica je trenutno u fazi održavanja."),
    "lt": ("Vyksta techniniai darbai", "Svetainė laikinai neveikia."),
    "sk": ("Prebieha údržba", "Táto stránka je momentálne v údržbe."),
    "mn": ("Засвартай байна", "Сайт түр засвартай байна."),
    "am": ("ድረ-ገጹ በጥገና ላይ ነው", "እባክዎ ቆይተው ይሞክሩ።"),
    "sq": ("Në mirëmbajtje", "Faqja është përkohësisht e padisponueshme."),
    "my": ("ဝက်ဘ်ဆိုက် ပြုပြင်နေပါသည်", "ခေတ္တစောင့်ပါ။"),
}
# Releases that begin alike, or speak of such things.
RELEASES = (
    ("Service unavailable on 1 May", "The embassy is closed for the holiday. The service is unavailable until Monday."),
    (
        "Website maintenance on Saturday",
        "The Ministry's website will be under maintenance on Saturday from 10 to 12.",
    ),
    (
        "Технические работы на сайте 5 мая",
        "5 мая с 10 до 12 на сайте будут проводиться технические работы. Приём граждан ведётся в обычном порядке.",
    ),
    ("关于领事服务系统升级的通知", "领事服务系统将于11月10日进行升级维护，届时网上预约暂停。"),
    (
        "領事サービスのシステムメンテナンスのお知らせ",
        "11月10日（火）午前0時から6時まで、システムメンテナンスのため、オンライン予約はご利用いただけません。",
    ),
    ("Not found: missing persons in Syria", "Families still search."),
    ("Page turned in relations", "The page of the past was removed from our relations, the Minister said."),
    (
        "Сайт МЗС недоступний через атаку",
        "Сайт Міністерства тимчасово недоступний через кібератаку. Консульства працюють.",
    ),
    ("Resolution 404 (1977)", "The Council adopted resolution 404."),
    ("Tratado de 1810: documento não encontrado", "O documento histórico não foi encontrado nos arquivos."),
    ("საიტის განახლება", "სამინისტროს საიტი განახლდა და ახალი სერვისი დაემატა."),
    ("إطلاق الموقع الجديد", "أطلقت الوزارة موقعها الجديد اليوم بحضور الوزير."),
    ("ประกาศปิดปรับปรุงระบบกงสุล", "กระทรวงการต่างประเทศขอแจ้งปิดปรับปรุงระบบนัดหมายหนังสือเดินทาง วันที่ 10 พ.ย."),
    ("La noticia que circula no es cierta", "La noticia no existe en nuestros registros, afirmó la Cancillería."),
    ("Новость о встрече не подтверждена", "Новость не соответствует действительности."),
    ("News has been removed from the agenda", "The item was removed."),
    ("Die Meldung ist nicht wahr", "Das Ministerium stellt klar."),
    ("L'article 5 n'existe plus sans volonté", "Le ministre a dit que l'article 5 demeure."),
    ("关于假冒网站的声明", "近日发现假冒我部网站，该网站已被删除，请勿访问。"),
    ("新しいページが公開されました", "外務省のページは新しいアドレスに変更されました。"),
    ("Page", "Short notice: the consular page is no longer available in Amharic; call +251 1."),
)


def page(heading: str, sentence: str, title: str = "Ministry of Foreign Affairs") -> Page:
    body = f"<nav><a href=/>Home</a></nav><h1>{heading}</h1><p>{sentence}</p><footer>© 2026</footer>"
    return Page(f"<title>{title}</title>{body}".encode(), "https://ministry.example/news/1", AT)


@pytest.mark.parametrize("said", MISSING.values(), ids=MISSING)
def test_that_a_page_is_missing_is_known_by_its_heading_or_its_sentence(said):
    heading, sentence = said
    for shown in (page(heading, "–"), page("Ministry", sentence), page("Ministry", "–", f"{heading} | Ministry")):
        assert fault(shown) == ("soft_404", "a not-found page")


@pytest.mark.parametrize("said", MAINTENANCE.values(), ids=MAINTENANCE)
def test_maintenance_is_known_in_many_languages(said):
    assert fault(page(*said)) == ("blocked", "a maintenance page")


@pytest.mark.parametrize("said", RELEASES)
def test_a_short_release_that_begins_alike_is_one(said):
    assert fault(page(*said, title=f"{said[0]} | Ministry")) is None
