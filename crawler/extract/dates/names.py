"""Names of months and weekdays by language: the facts that reading a date in words rests on.

Forms are those of the Unicode CLDR (nominative and genitive, wide and abbreviated) with spellings that ministries use
besides (`Sept.`, `Jänner`, `Maerz`). Arabic has three sets side by side: Egypt and the Gulf, the Levant, the Maghreb.
Written as printed: the forms of one month or weekday are parted by spaces, an underscore stands for a space in a name,
and "|" parts the months from January on and the weekdays from Monday on.
"""

MONTH_NAMES = {
    "en": "January Jan|February Feb|March Mar|April Apr|May|June Jun|July Jul|August Aug|September Sept Sep"
    "|October Oct|November Nov|December Dec",
    "fr": "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre oct"
    "|novembre nov|décembre déc",
    "de": "Januar Jänner Jan|Februar Feber Feb|März Maerz Mrz Mär|April Apr|Mai|Juni Jun|Juli Jul|August Aug"
    "|September Sept Sep|Oktober Okt|November Nov|Dezember Dez",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago"
    "|septiembre setiembre sept sep set|octubre oct|noviembre nov|diciembre dic",
    "pt": "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set"
    "|outubro out|novembro nov|dezembro dez",
    "it": "gennaio gen|febbraio feb febbr|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago"
    "|settembre sett set|ottobre ott|novembre nov|dicembre dic",
    "pl": "stycznia styczeń sty|lutego luty lut|marca marzec mar|kwietnia kwiecień kwi|maja maj|czerwca czerwiec cze"
    "|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|października październik paź|listopada listopad lis"
    "|grudnia grudzień gru",
    "no": "januar jan|februar feb|mars mar|april apr|mai|juni jun|juli jul|august aug|september sept sep|oktober okt"
    "|november nov|desember des",
    "ru": "января январь янв|февраля февраль февр фев|марта март мар|апреля апрель апр|мая май|июня июнь июн"
    "|июля июль июл|августа август авг|сентября сентябрь сент сен|октября октябрь окт|ноября ноябрь нояб ноя"
    "|декабря декабрь дек",
    "uk": "січня січень січ|лютого лютий лют|березня березень бер|квітня квітень квіт кві|травня травень трав тра"
    "|червня червень черв чер|липня липень лип|серпня серпень серп сер|вересня вересень вер|жовтня жовтень жовт жов"
    "|листопада листопад лист лис|грудня грудень груд гру",
    "be": "студзеня студзень сту|лютага люты лют|сакавіка сакавік сак|красавіка красавік кра|мая май травень траўня"
    "|чэрвеня чэрвень чэр|ліпеня ліпень ліп|жніўня жнівень жні|верасня верасень вер|кастрычніка кастрычнік кас"
    "|лістапада лістапад ліс|снежня снежань сне",
    "tr": "Ocak Oca|Şubat Şub|Mart Mar|Nisan Nis|Mayıs May|Haziran Haz|Temmuz Tem|Ağustos Ağu|Eylül Eyl|Ekim Eki"
    "|Kasım Kas|Aralık Ara",
    "nl": "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep"
    "|oktober okt|november nov|december dec",
    "id": "Januari Jan|Februari Pebruari Feb|Maret Mar|April Apr|Mei|Juni Jun|Juli Jul|Agustus Agu Agt Ags"
    "|September Sept Sep|Oktober Okt|November Nopember Nov|Desember Des",
    "ar": "يناير كانون_الثاني جانفي|فبراير شباط فيفري|مارس آذار|أبريل إبريل نيسان أفريل|مايو أيار ماي"
    "|يونيو يونيه حزيران جوان|يوليو يوليه تموز جويلية يوليوز|أغسطس آب أوت غشت|سبتمبر أيلول شتنبر"
    "|أكتوبر تشرين_الأول|نوفمبر تشرين_الثاني نونبر|ديسمبر كانون_الأول دجنبر",
}

# Monday first. Abbreviations carry their point: without one they are too like other words ("sun", "mar", "so").
WEEKDAY_NAMES = {
    "en": "Monday Mon.|Tuesday Tue. Tues.|Wednesday Wed.|Thursday Thu. Thur. Thurs.|Friday Fri.|Saturday Sat."
    "|Sunday Sun.",
    "fr": "lundi lun.|mardi mar.|mercredi mer.|jeudi jeu.|vendredi ven.|samedi sam.|dimanche dim.",
    "de": "Montag Mo.|Dienstag Di.|Mittwoch Mi.|Donnerstag Do.|Freitag Fr.|Samstag Sonnabend Sa.|Sonntag So.",
    "es": "lunes lun.|martes mar.|miércoles mié.|jueves jue.|viernes vie.|sábado sáb.|domingo dom.",
    "pt": "segunda-feira seg.|terça-feira ter.|quarta-feira qua.|quinta-feira qui.|sexta-feira sex.|sábado sáb."
    "|domingo dom.",
    "it": "lunedì lun.|martedì mar.|mercoledì mer.|giovedì gio.|venerdì ven.|sabato sab.|domenica dom.",
    "pl": "poniedziałek pon.|wtorek wt.|środa śr.|czwartek czw.|piątek pt.|sobota sob.|niedziela niedz.",
    "no": "mandag man. måndag må.|tirsdag tir. tysdag tys. ty.|onsdag ons. on.|torsdag tor. to.|fredag fre. fr."
    "|lørdag lør. laurdag lau. la.|søndag søn. sundag sø.",
    "ru": "понедельник пн.|вторник вт.|среда ср.|четверг чт.|пятница пт.|суббота сб.|воскресенье вс.",
    "uk": "понеділок пн.|вівторок вт.|середа ср.|четвер чт.|п'ятниця пт.|субота сб.|неділя нд.",
    "be": "панядзелак пн.|аўторак аў.|серада ср.|чацвер чц.|пятніца пт.|субота сб.|нядзеля нд.",
    "tr": "Pazartesi Pzt.|Salı Sal.|Çarşamba Çar.|Perşembe Per.|Cuma Cum.|Cumartesi Cmt.|Pazar Paz.",
    "nl": "maandag ma.|dinsdag di.|woensdag wo.|donderdag do.|vrijdag vr.|zaterdag za.|zondag zo.",
    "id": "Senin Sen.|Selasa Sel.|Rabu Rab.|Kamis Kam.|Jumat Jum'at Jum.|Sabtu Sab.|Minggu Ahad Min.",
    "ar": "الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
}

# What joins two days of one span or list.
JOINT = (
    r"(?: ?[-/&~] ?| (?:and|to|till|until|through|et|au|und|bis|y|al|a|e|ate|ao|i|do|og|til|и|по|та|і|й|до|ve|en|tot"
    r"|dan|sampai|hingga|و|الى|حتى) (?:the |le |el |il |den )?)"
)

# Languages that are written with the names of another.
ALIASES = {"nb": "no", "nn": "no"}
