"""Words of column heads in many languages, each with what it means.

Written as `fold_head` leaves them: lower case, without accents, one space between words. Where a
word means two things, `table_heads` decides by the other columns.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PHRASES: dict[str, str] = {
    # the whole name and its parts
    "name": "name|naam|nom|nome|nombre|nimi|navn|namn|nev|meno|jmeno|imie|nazwisko i imie"
    "|imie i nazwisko|imiona i nazwisko|nazwa|full name|fullname|display name|displayname"
    "|contact name|contact|person|kontakt|osoba|nazwa kontaktu|wyswietlana nazwa"
    "|nazwa wyswietlana|vollstandiger name|anzeigename|angezeigter name|vor und nachname"
    "|vor und zuname|ansprechpartner|kontaktperson|nom complet|nom et prenom|prenom et nom"
    "|nom affiche|nombre completo|nombre y apellidos|nome completo|nome e cognome|nominativo"
    "|nome visualizzato|volledige naam|weergavenaam|cele jmeno|jmeno a prijmeni"
    "|zobrazovane jmeno|фио|имя и фамилия|полное имя|имя|姓名|全名|名稱|名称|顯示名稱|显示名称"
    "|聯絡人|联系人|氏名|名前|نام کامل|نام و نام خانوادگی|نام نمایشی|الاسم الكامل|الاسم"
    "|osoba kontaktowa|osoba do kontaktu|contact person|persona de contacto|referente"
    "|контактное лицо",
    "given": "first name|firstname|given name|givenname|forename|first|vorname|imiona"
    "|pierwsze imie|prenom|nombre de pila|primer nombre|voornaam|krestni jmeno|krstne meno"
    "|fornavn|fornamn|etunimi|keresztnev|名字|名|نام کوچک|نام|الاسم الاول",
    "additional": "middle name|middle names|middlename|additional name|additional names|middle"
    "|middle initial|weitere vornamen|zweiter vorname|drugie imie|drugie imiona|deuxieme prenom"
    "|autres prenoms|segundo nombre|secondo nome|tussenvoegsel|prostredni jmeno|отчество|中間名"
    "|中间名|نام میانی",
    "family": "last name|lastname|family name|familyname|surname|sur name|last|nachname|zuname"
    "|familienname|nazwisko|nom de famille|apellido|apellidos|cognome|achternaam|familienaam"
    "|prijmeni|priezvisko|efternavn|efternamn|sukunimi|vezeteknev|sobrenome|фамилия|姓氏|姓"
    "|نام خانوادگی|فامیلی|اسم العائلة",
    "prefixes": "prefix|name prefix|honorific prefix|salutation|anrede|namenszusatz"
    "|tytul grzecznosciowy|zwrot grzecznosciowy|prefiks|civilite|tratamiento|trattamento|aanhef"
    "|osloveni|aanspreking|稱謂|称谓|سمت خطاب"
    "|обращение",
    "prefix_or_title": "title|titel|tytul|titre|titulo|titolo|titul|عنوان",
    "suffixes": "suffix|name suffix|honorific suffix|generation|sufiks|suffixe|sufijo|suffisso"
    "|後綴|后缀|پسوند"
    "|суффикс",
    "nicknames": "nickname|nick name|nicknames|nick|alias|spitzname|rufname|pseudonim|ksywa"
    "|przydomek|surnom|pseudo|apodo|soprannome|bijnaam|roepnaam|prezdivka|прозвище|暱稱|昵称"
    "|نام مستعار"
    "|ник|псевдоним",
    "initials": "initials|initialen|inicjaly|initiales|iniciales|iniziali",
    "sort_as": "file as|fileas|sort as|speichern unter|zapisz jako",
    "phonetic_given": "given name yomi|phonetic first name|first name yomi|given yomi"
    "|first name as spoken|yomi first name|vorname yomi|imie yomi",
    "phonetic_family": "family name yomi|phonetic last name|last name yomi|surname yomi"
    "|last name as spoken|yomi last name|nachname yomi|nazwisko yomi",
    # work
    "organisation": "organisation|organization|organisation name|organization name|company"
    "|company name|firm|employer|business|firma|nazwa firmy|nazwa organizacji|organizacja"
    "|przedsiebiorstwo|unternehmen|firmenname|organisation firma|societe|entreprise|empresa"
    "|compania|organizacion|azienda|societa|ditta|organizzazione|bedrijf|bedrijfsnaam"
    "|organisatie|spolecnost|organizace|компания|организация|公司|公司名稱|公司名称|單位|单位"
    "|機構|شرکت|سازمان|الشركة|kontrahent|nazwa kontrahenta|ditta ragione sociale|ragione sociale"
    "|razon social|raison sociale|firma nazwa|nom de l organisation|nome dell organizzazione"
    "|account name|associated company|primary company|current company|related company"
    "|address company",
    "departments": "department|departments|dept|division|abteilung|dzial|wydzial|service"
    "|departement|departamento|reparto|dipartimento|afdeling|oddeleni|отдел|部門|部门|بخش",
    "job_title": "job title|jobtitle|job|position|occupation|profession|stanowisko|zawod|beruf"
    "|stelle|fonction|poste|puesto|cargo|qualifica|posizione|mansione|functie|funktion|funkcja"
    "|pozice|pracovni pozice|должность|職稱|职称|職位|职位|職務|职务|عنوان شغلی|سمت|شغل"
    "|employee title",
    "role": "role|rola|rolle|ruolo|rol|job description|نقش",
    # ways to reach somebody
    "phone": "phone|phones|telephone|tel|phone number|telephone number|telefon|telefony|telefono"
    "|numer telefonu|nr telefonu|nr tel|telefonnummer|rufnummer|festnetz|telephone fixe|tel fixe"
    "|telefono fijo|telefon stacjonarny|numero de telephone|numero de telefono"
    "|numero di telefono|telefoon|telefoonnummer|telefonni cislo|telefonszam|puhelin|телефон"
    "|номер телефона|電話|电话|電話號碼|电话号码|تلفن|شماره تلفن|هاتف|telefon kontaktowy"
    "|contact number|contact phone|contact no|shomare tamas|شماره تماس|联系电话|聯絡電話|fixe"
    "|telefon kontakt|phone numbers",
    "cell": "mobile|cell|cellphone|cell phone|cellular|mobile phone|mobile number|mobil|handy"
    "|mobiltelefon|mobilfunk|handynummer|komorka|komorkowy|tel kom|kom|telefon komorkowy"
    "|portable|gsm|movil|celular|cellulare|mobiel|mobiele telefoon|mobilni|mobilni telefon"
    "|мобильный|手機|手机|行動電話|移动电话|手機號碼|手机号码|手机号|موبایل|همراه|تلفن همراه"
    "|جوال|شماره موبایل|شماره همراه|telefon kom|nr komorki|numer komorki|cell number"
    "|мобильный телефон|мобильный номер|телефон переносной|переносной|сотовый",
    "main_phone": "primary phone|haupttelefon|hauptnummer|telefon glowny|telephone principal",
    "car_phone": "car phone|autotelefon|telefon w samochodzie",
    "fax": "fax|faks|telefax|fax number|faxnummer|telecopie|телефакс|факс|傳真|传真|فکس|نمابر",
    "pager": "pager|beeper|呼叫器|پیجر"
    "|пейджер",
    "email": "e mail|email|mail|emails|e mails|email address|e mail address|mail address"
    "|e mail adresse|email adresse|mailadresse|adres e mail|adres email|adres mailowy"
    "|adres poczty elektronicznej|poczta|poczta elektroniczna|adresse e mail|adresse email"
    "|adresse mail|courriel|adresse de messagerie|correo|correo electronico|direccion de correo"
    "|direccion de correo electronico|posta elettronica|indirizzo e mail|indirizzo email"
    "|indirizzo di posta elettronica|e mailadres|emailadres|e mailova adresa|emailova adresa"
    "|электронная почта|почта|電子郵件|电子邮件|電郵|电邮|電子信箱|電子郵件地址|电子邮件地址"
    "|邮箱|信箱|ایمیل|پست الکترونیک|رایانامه|البريد الالكتروني|email id|e mail id|mail id"
    "|emailadresse"
    "|адрес электронной почты|адрес эл почты|эл почта|эл почты|электронный адрес|e mail адрес",
    "url": "url|web|website|web site|web page|webpage|homepage|home page|www|internet"
    "|personal website|strona|strona www|strona internetowa|strona sieci web|strona web|witryna"
    "|webseite|website url|internetseite|site web|page web|site internet|site|sitio web|pagina web"
    "|sito web|sito|web stranka|webove stranky|сайт|網站|网站|網頁|网页|網址|网址|وب سایت|سایت"
    "|وبگاه"
    "|веб страница|веб сайт|web страница",
    "im": "im|messenger|instant messaging|instant messenger|im address|imaddress|komunikator"
    "|chat|messenger id|messagerie instantanee|即時通訊|即时通讯|پیام رسان",
    "skype": "skype|skype id",
    "irc": "irc|irc id",
    "jabber": "jabber|xmpp",
    "icq": "icq|icq id",
    "aim": "aim|aim id|aim name|screen name",
    "whatsapp": "whatsapp|whats app",
    "telegram": "telegram",
    "wechat": "wechat|微信|we chat",
    "line": "line id",
    "qq": "qq|qq id",
    "msn": "msn|msn id",
    "yahoo": "yahoo id|yahoo",
    "gtalk": "google talk|google id",
    "gadu-gadu": "gadu gadu|gg",
    # addresses
    "address": "address|addresses|postal address|mailing address|full address|adres|adresy"
    "|adresse|anschrift|postanschrift|direccion|indirizzo|adresa|адрес|地址|住址|通訊地址|آدرس"
    "|نشانی|العنوان",
    "street": "street|street address|streetaddress|address line|ulica|ulica i nr|ulica i numer"
    "|strasse|strasse und hausnummer|strasse nr|rue|calle|via|straat|straat en huisnummer|ulice"
    "|улица|街道|街|خیابان|ulica i nr domu|ulica nr|ulica i numer domu|strasse hausnummer"
    "|street no|adres ulica",
    "house_number": "house number|nr domu|numer domu|hausnummer|hausnr|huisnummer|cislo popisne",
    "extended": "extended address|extended|flat|apartment|suite|nr lokalu|numer lokalu"
    "|nr mieszkania|adresszusatz|complement d adresse",
    "post_office_box": "po box|pobox|post office box|p o box|skrytka pocztowa|postfach"
    "|boite postale|bp|apartado|casella postale|postbus|郵政信箱|邮政信箱|صندوق پستی",
    "locality": "city|town|locality|suburb|miasto|miejscowosc|ort|stadt|wohnort|ville|localite"
    "|ciudad|localidad|poblacion|citta|localita|comune|plaats|stad|woonplaats|mesto|obec|город"
    "|城市|市|縣市|市 县|市 縣|شهر|المدينة|gemeente",
    "region": "state|region|province|county|state province|wojewodztwo|bundesland|kanton"
    "|land kanton|bundesland kanton|departement region|provincia|estado|regione|provincie"
    "|dep region|省 市 自治区|kraj okres|область|州|省|省份|استان|province code",
    "postal_code": "zip|cp|c p|zip code|zipcode|postal code|postalcode|postcode|post code"
    "|zip postal code|kod pocztowy|kod|plz|postleitzahl|code postal|codigo postal|cap|psc|индекс"
    "|почтовый индекс|郵遞區號|邮政编码|邮编|کد پستی|کدپستی",
    "country": "country|country region|countryregion|country or region|kraj|panstwo|kraj region"
    "|land region|pays|pays region|pais|pais region|paese|nazione|zeme|stat|страна|國家|国家"
    "|國家 地區|国家 地区|國別|کشور|البلد"
    "|страна или регион|страна регион|address country code",
    "land": "land",
    # the rest
    "birthday": "birthday|birth date|birthdate|date of birth|dob|born|bday|urodziny"
    "|data urodzenia|dzien urodzin|geburtstag|geburtsdatum|anniversaire naissance"
    "|date de naissance|naissance|cumpleanos|fecha de nacimiento|nacimiento|compleanno"
    "|data di nascita|verjaardag|geboortedatum|narozeniny|datum narozeni|день рождения"
    "|дата рождения|生日|出生日期|تاریخ تولد|تولد|تاريخ الميلاد|data ur|geb datum|geburtsdat|geb"
    "|data nascita|ne le|fecha nacimiento"
    "|д р|дата рожд",
    "anniversary": "anniversary|wedding anniversary|wedding day|rocznica|rocznica slubu"
    "|jahrestag|hochzeitstag|anniversaire de mariage|aniversario|anniversario|jubileum|trouwdag"
    "|vyroci|годовщина|紀念日|纪念日|周年紀念|سالگرد",
    "birth_or_wedding": "anniversaire",
    "year": "year|rok|jahr",
    "month": "month|miesiac|monat",
    "day": "day|dzien|tag",
    "birth": "birth|urodzenia",
    "note": "note|notes|comment|comments|remark|remarks|memo|description|about|notatka|notatki"
    "|uwagi|uwaga|komentarz|opis|notiz|notizen|bemerkung|bemerkungen|anmerkung|anmerkungen"
    "|kommentar|remarque|remarques|commentaire|commentaires|nota|notas|observaciones|comentarios"
    "|commenti|notitie|notities|opmerking|opmerkingen|poznamka|poznamky|заметки|примечание"
    "|комментарий|備註|备注|附註|附注|یادداشت|یادداشت ها|توضیحات|ملاحظات",
    "categories": "category|categories|keywords|group|groups|group membership|labels|tags|tag"
    "|kategoria|kategorie|kategorien|grupa|grupy|etykieta|etykiety|gruppe|gruppen|schlagworte"
    "|categorie|groupe|groupes|libelles|categoria|categorias|grupo|gruppo|gruppi|groep|groepen|skupina"
    "|skupiny|категория|категории|группа|группы|類別|类别|分類|分类|群組|群组|標籤|标签|دسته"
    "|دسته بندی|گروه",
    "gender": "gender|sex|plec|geschlecht|sexe|sexo|sesso|geslacht|pohlavi|пол|性別|性别|جنسیت",
    "languages": "language|jezyk|sprache|langue|idioma|lingua|taal|jazyk|язык|語言|语言|زبان",
    "uid": "uid|identifier|guid",
    "kind": "kind",
    "time_zone": "time zone|timezone|tz",
    "geo": "geo|coordinates|gps",
    "keep_in_touch": "keep in touch|keep in touch days",
    "spouse": "spouse|wife|husband|malzonek|malzonka|ehepartner|ehepartner partner|partner in"
    "|conjoint|conyuge|coniuge|echtgenoot|配偶|همسر"
    "|супруг|супруга|супруг а",
    "partner": "partner|partner s name|partnerka",
    "manager": "manager|manager s name|manager name|przelozony|vorgesetzter"
    "|name des der vorgesetzten|nazwisko menedzera|imie i nazwisko menedzera|主管|مدیر"
    "|руководитель|имя руководителя",
    "assistant": "assistant|assistant s name|assistant name|name assistent|assistent|asystent"
    "|assistent in|imie i nazwisko asystenta|助理|دستیار"
    "|asst|помощник|имя помощника",
    "child": "child|children|kinder|kind name|dzieci|dziecko|enfants|hijos|figli|子女|فرزندان",
    "photo": "photo|picture|zdjecie|foto|bild|照片|عکس",
    "event": "event",
    "custom": "custom field|custom",
    "related": "relation|relationship|related",
    # what says more about one of these
    "q:work": "work|business|office|job|sluzbowy|sluzbowa|sluzbowe|firmowy|firmowa|praca|w pracy"
    "|biuro|biurowy|geschaftlich|geschaft|dienstlich|buro|arbeit|professionnel|professionnelle"
    "|travail|bureau|pro|trabajo|laboral|oficina|lavoro|ufficio|werk|zakelijk|kantoor|prace"
    "|pracovni|do prace|рабочий|работа|公司用|工作|辦公室|办公室|商務|商务|محل کار|کار|اداره"
    "|办公|辦公|geschaftl|gesch|dienstl|sluzb"
    "|раб|служебный",
    "q:home": "home|private|personal|domowy|domowa|domowe|dom|prywatny|prywatna|prywatne|privat"
    "|private adresse|zuhause|prive|privee|domicile|personnel|personnelle|casa|particular"
    "|domicilio|thuis|prive adres|domu|domaci|soukromy|domov|домашний|住家|家庭|家用|住宅|家"
    "|私人|個人|个人|منزل|خانه|شخصی|priv|prywatnie"
    "|дом|личный",
    "q:other": "other|inny|inna|inne|weiterer|weiteres|weitere|weiteres r|weiteres e|andere"
    "|sonstige|autre|otro|otra|altro|altra|anders|overig|jiny|jina|другой|其他|دیگر|سایر"
    "|другая|другое",
    "q:main": "main|primary|glowny|glowna|podstawowy|haupt|principal|principale|hoofd|hlavni"
    "|preferred|主要|اصلی",
    "q:second": "secondary|second|alternative|alternate|additional email|dodatkowy|drugi|zweite"
    "|zweiter|secondaire|secundario|secondario|tweede|druhy|次要|第二",
    "q:kind": "type|typ|tipo|類型|类型|نوع"
    "|тип",
    "q:label": "label|libelle|bezeichnung|標籤名|برچسب",
    "q:value": "value|wert|wartosc|valor|valeur|值|مقدار",
    "q:number": "number|no|numer|nummer|numero|cislo|شماره|號碼|号码|nr",
    "q:display": "shown as",
    "q:service": "service name|im service",
    "q:whole": "formatted",
    "q:car": "car|autotelefon|samochod",
    "q:company": "company main|main company",
    "q:textphone": "tty tdd|ttytdd",
}  # fmt: skip
_FILLERS_TEXT = (
    "the of do na w der die das des de du la le el di da and i und et y e van en a your my s "
    "mailing default"
)
_FILLERS = frozenset(_FILLERS_TEXT.split())
_PUNCTUATION = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-zA-Z])(?=\d)")
_HAN = re.compile(r"[㐀-鿿]")
_LETTERS = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ي": "ی",
    "ى": "ی", "ك": "ک",
                          "\u200c": " ", "\u200e": "", "\u200f": ""})  # fmt: skip


@lru_cache(maxsize=4096)
def fold_head(head: str) -> str:
    """A column's head as the words above are written."""
    text = _CAMEL.sub(" ", head) if head.isascii() else head
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _PUNCTUATION.sub(" ", text).strip()


def _index() -> dict[str, str]:
    index: dict[str, str] = {}
    for meaning, phrases in _PHRASES.items():
        for phrase in phrases.split("|"):
            index.setdefault(fold_head(phrase), meaning)
    return index


_INDEX = _index()
_LONGEST = max(len(phrase.split()) for phrase in _INDEX)
_HAN_PHRASES = sorted((p for p in _INDEX if _HAN.search(p)), key=len, reverse=True)


@lru_cache(maxsize=4096)
def meanings(head: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the words of a head mean, in their order, numbers as "#2"; and the words left over."""
    folded = fold_head(head)
    if whole := _INDEX.get(folded):
        return (whole,), ()
    if _HAN.search(folded):
        return _han_meanings(folded)
    words = folded.split()
    found: list[str] = []
    left: list[str] = []
    place = 0
    while place < len(words):
        for size in range(min(_LONGEST, len(words) - place), 0, -1):
            meaning = _INDEX.get(" ".join(words[place : place + size]))
            if meaning:
                found.append(meaning)
                place += size
                break
        else:
            _other_word(words[place], found, left)
            place += 1
    return tuple(found), tuple(left)


def _other_word(word: str, found: list[str], left: list[str]) -> None:
    if word.isdecimal() and len(word) <= 3:
        found.append(f"#{int(word)}")
    elif word not in _FILLERS:
        left.append(word)


def _han_meanings(folded: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Chinese and Japanese heads have no spaces: the longest words first, wherever they stand."""
    found: list[tuple[int, str]] = []
    rest = folded
    for phrase in _HAN_PHRASES:
        place = rest.find(phrase)
        if place >= 0:
            found.append((place, _INDEX[phrase]))
            rest = rest[:place] + " " * len(phrase) + rest[place + len(phrase) :]
    left: list[str] = []
    others: list[str] = []
    for word in rest.split():
        meaning = _INDEX.get(word)
        if meaning:
            found.append((rest.index(word), meaning))
        else:
            _other_word(word, others, left)
    return tuple(m for _place, m in sorted(found)) + tuple(others), tuple(left)
