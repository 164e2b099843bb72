"""The words of the sample office: names, places and sentences of seven languages.

Everybody here is invented. Telephone numbers keep to ranges set aside for fiction where a
country has one, and to blocks of zeros elsewhere; mail and web addresses end in `.example`.
A name that is not written in Latin letters carries how its mail address spells it.
"""

from __future__ import annotations

from dataclasses import dataclass

Spelt = tuple[str, str]  # a word, and the same in plain Latin letters ("" = take the accents off)


@dataclass(frozen=True)
class City:
    """A town with the parts that an address needs."""

    name: str
    region: str
    postal_codes: tuple[str, ...]
    streets: tuple[str, ...]


@dataclass(frozen=True)
class Culture:
    """One country's names, places, phones, titles and small talk."""

    language: str
    country: str
    women: tuple[Spelt, ...]
    men: tuple[Spelt, ...]
    families: tuple[Spelt, ...]
    feminine: tuple[tuple[str, str], ...]  # endings of family names: (his, hers)
    family_first: bool
    cities: tuple[City, ...]
    mobile: str  # "#" stands for a digit
    landline: str
    trunk: str  # how the same landline is written inside the country ("" = as above)
    organisations: tuple[tuple[str, str, str], ...]  # (name, mail domain, what it does)
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    nicknames: tuple[str, ...]


def spelt(words: str) -> tuple[Spelt, ...]:
    """ "Anna Łucja 陳/chen" -> (("Anna", ""), ("Łucja", ""), ("陳", "chen"))."""
    pairs = (word.partition("/") for word in words.split())
    return tuple((word.replace("_", " "), latin) for word, _, latin in pairs)


POLISH = Culture(
    language="pl",
    country="Poland",
    women=spelt(
        "Agnieszka Ewa Marta Katarzyna Łucja Zofia Małgorzata Joanna Ola Świętosława Iga "
        "Weronika Danuta Hanna Żaneta"
    ),
    men=spelt(
        "Marek Paweł Jan Łukasz Stanisław Grzegorz Michał Wojciech Tomasz Zbigniew Szymon "
        "Bartłomiej Jędrzej Rafał Kamil"
    ),
    families=spelt(
        "Kowalski Wiśniewski Zieliński Szymański Woźniak Kozłowski Dąbrowski Król Wróbel "
        "Cieślak Łapiński Żak Śliwa Gołąb Ćwikła Nowicki Pająk Zając Rój Piech"
    ),
    feminine=(("ski", "ska"), ("cki", "cka")),
    family_first=False,
    cities=(
        City("Gdańsk", "pomorskie", ("80-555", "80-210"), ("ul. Portowa", "ul. Długa")),
        City("Łódź", "łódzkie", ("90-001", "91-100"), ("ul. Piotrkowska", "al. Kościuszki")),
        City("Kraków", "małopolskie", ("30-001",), ("ul. Świętej Anny", "ul. Krucza")),
        City("Wrocław", "dolnośląskie", ("50-007",), ("ul. Ząbkowicka", "pl. Solny")),
    ),
    mobile="+48 600 000 ###",
    landline="+48 58 000 ## ##",
    trunk="58 000-##-##",
    organisations=(
        ("Kancelaria Cieślak", "cieslak-kancelaria", "Law office"),
        ("Drukarnia Żuraw s.c.", "zuraw-druk", "Printing"),
        ("Piekarnia Pod Łososiem", "podlososiem", "Bakery"),
        ("Meble Śnieżka Sp. z o.o.", "meble-sniezka", "Furniture"),
        ("Biuro Rachunkowe Gołąb", "golab-rachunki", "Accounting"),
        ("Stocznia Mała", "stocznia-mala", "Boat yard"),
        ("Szkoła Językowa Wiatrak", "wiatrak", "Language school"),
    ),
    titles=(
        "Księgowa",
        "Kierownik magazynu",
        "Prezes zarządu",
        "Specjalista ds. zakupów",
        "Head of Procurement",
        "Radca prawny",
        "Handlowiec",
        "Asystentka",
    ),
    notes=(
        "Prosi o kontakt mailowy przed południem.",
        "Faktury zawsze na adres biura, nie domowy.",
        "Poznani na targach w Poznaniu; zna dobrze branżę opakowań.",
        "Woli rozmawiać po angielsku.",
        "Oddzwonić po 15:00.",
    ),
    nicknames=("Kasia", "Gosia", "Jasiek", "Zbyszek", "Misia"),
)

CHINESE = Culture(
    language="zh-Hant",
    country="臺灣",
    women=spelt(
        "怡君/yijun 淑芬/shufen 雅婷/yating 美玲/meiling 佳蓉/jiarong 心怡/xinyi 詩涵/shihan "
        "惠雯/huiwen 若曦/ruoxi"
    ),
    men=spelt(
        "志明/zhiming 俊傑/junjie 冠宇/guanyu 家豪/jiahao 建宏/jianhong 承恩/chengen "
        "柏翰/bohan 子軒/zixuan 文雄/wenxiong"
    ),
    families=spelt(
        "陳/chen 林/lin 黃/huang 張/zhang 李/li 王/wang 吳/wu 劉/liu 蔡/cai 楊/yang "
        "許/xu 鄭/zheng 歐陽/ouyang 葉/ye"
    ),
    feminine=(),
    family_first=True,
    cities=(
        City("台北市", "", ("100", "106"), ("信義路四段", "重慶南路一段")),
        City("台中市", "", ("400", "407"), ("文心路二段", "自由路一段")),
        City("高雄市", "", ("800",), ("中山一路", "五福二路")),
    ),
    mobile="+886 900 000 ###",
    landline="+886 2 0000 0###",
    trunk="(02) 0000-0###",
    organisations=(
        ("晨光文具有限公司", "chenguang", "文具批發"),
        ("海風設計工作室", "haifeng-design", "平面設計"),
        ("大樹茶行", "dashu-tea", "茶葉貿易"),
        ("明日物流股份有限公司", "mingri", "物流"),
        ("山音樂器行", "shanyin", "樂器"),
        ("福安旅行社", "fuan-travel", "旅行社"),
    ),
    titles=("業務經理", "總經理", "採購專員", "會計", "設計師", "Sales Manager", "工程師"),
    notes=(
        "喜歡下午通話，早上多在開會。",
        "名片於台北國際文具展取得。",
        "訂單請附英文說明。",
        "與陳小姐同一部門。",
        "農曆年前兩週不出貨。",
    ),
    nicknames=("小陳", "阿明", "Joyce", "Kevin"),
)

PERSIAN = Culture(
    language="fa",
    country="ایران",
    women=spelt(
        "مریم/maryam سارا/sara لیلا/leila نگار/negar مهسا/mahsa شیرین/shirin "
        "پروانه/parvaneh ژاله/zhaleh"
    ),
    men=spelt(
        "رضا/reza امیر/amir علی/ali حسین/hossein کامران/kamran بهرام/bahram سیاوش/siavash آرش/arash"
    ),
    families=spelt(
        "ابراهیمی/ebrahimi احمدی/ahmadi آذری/azari بهرامی/bahrami توکلی/tavakoli "
        "جلالی/jalali چاوشی/chavoshi رستمی/rostami کریمی/karimi گلستانی/golestani "
        "هاشمی/hashemi یزدانی/yazdani"
    ),
    feminine=(),
    family_first=False,
    cities=(
        City("تهران", "", ("1966700000",), ("خیابان ولیعصر", "خیابان انقلاب")),
        City("شیراز", "فارس", ("7134800000",), ("بلوار زند", "خیابان حافظ")),
        City("اصفهان", "", ("8134600000",), ("چهارباغ عباسی",)),
    ),
    mobile="+98 912 000 0###",
    landline="+98 21 0000 0###",
    trunk="۰۲۱ ۰۰۰۰ ۰###",
    organisations=(
        ("شرکت نیک‌ساز", "niksaz", "ساختمان"),
        ("بازرگانی تهران‌نور", "tehrannoor", "بازرگانی"),
        ("چاپ آفتاب", "aftab-print", "چاپ"),
        ("کارگاه آذری", "azari", "معماری"),
        ("استودیو جلالی", "jalali-studio", "طراحی"),
    ),
    titles=("مدیر بازرگانی", "حسابدار", "مدیر فروش", "معمار", "طراح", "انباردار"),
    notes=(
        "ایمیل را پیش از ظهر ترجیح می‌دهد.",
        "صورت‌حساب‌ها به نشانی دفتر فرستاده شود.",
        "در نمایشگاه تهران آشنا شدیم.",
        "شماره را با ۰۹۱۲ هم می‌شود گرفت.",
    ),
    nicknames=("رضاجان", "نگین"),
)

GERMAN = Culture(
    language="de",
    country="Deutschland",
    women=spelt("Anja Käthe Sabine Jutta Ulrike Heike Grete Frauke Lieselotte Birgit"),
    men=spelt("Jonas Jürgen Götz Björn Heiko Matthias Klaus-Dieter Uwe Sönke Rüdiger"),
    families=spelt(
        "Bergmann Müller Größer Weiß Jäger Schröder Ödemann Köhler Kühn Strauß Vogt "
        "von_Ahlen zur_Mühlen Mustermann"
    ),
    feminine=(),
    family_first=False,
    cities=(
        City("Bremen", "Bremen", ("28195", "28203"), ("Am Wall", "Böttcherstraße")),
        City("Köln", "Nordrhein-Westfalen", ("50667",), ("Hohe Straße", "Große Budengasse")),
        City("München", "Bayern", ("80331",), ("Sendlinger Straße", "Färbergraben")),
    ),
    mobile="+49 171 39200 ##",
    landline="+49 30 23125 ###",
    trunk="030 / 23125-###",
    organisations=(
        ("Bergmann Druck", "bergmann-druck", "Printing"),
        ("Müller & Söhne GmbH", "mueller-soehne", "Wholesale"),
        ("Kaffeerösterei Größenwahn", "groessenwahn", "Coffee"),
        ("Hafenkontor Vogt KG", "hafenkontor-vogt", "Shipping"),
        ("Übersetzungsbüro Weiß", "weiss-uebersetzt", "Translation"),
        ("Stadtbibliothek am Wall", "bibliothek-am-wall", "Library"),
    ),
    titles=(
        "Geschäftsführerin",
        "Einkaufsleiter",
        "Sachbearbeiter",
        "Drucktechniker",
        "Leitung Buchhaltung",
        "Übersetzerin",
        "Managing Director",
    ),
    notes=(
        "Bitte nur per E-Mail, montags nie erreichbar.",
        "Rechnung mit Bestellnummer; Zahlungsziel 30 Tage.",
        "Spricht auch Polnisch.",
        "Kennt die Kollegen aus Gdańsk.",
    ),
    nicknames=("Jojo", "Kalle", "Uli", "Biggi"),
)

SPANISH = Culture(
    language="es",
    country="España",
    women=spelt("Lucía Begoña María_José Inés Concepción Itziar Ángela Nuria Rocío"),
    men=spelt("Íñigo José_Luis Andrés Raúl Óscar Víctor Jesús Álvaro Martín"),
    families=spelt(
        "Álvarez_Romero Muñoz_Peña García_López Núñez_Ibáñez Ortega_y_Vidal "
        "Fernández_de_la_Rosa Güell_Sanchís Castaño_Ríos Ybarra_Soler"
    ),
    feminine=(),
    family_first=False,
    cities=(
        City("Málaga", "Andalucía", ("29001",), ("Calle Larios", "Paseo de la Farola")),
        City("A Coruña", "Galicia", ("15001",), ("Rúa Nova", "Avenida da Mariña")),
        City("Bilbao", "País Vasco", ("48001",), ("Gran Vía", "Calle Ledesma")),
    ),
    mobile="+34 600 000 ###",
    landline="+34 952 000 ###",
    trunk="952 00 0# ##",
    organisations=(
        ("Cerámica del Sur S.L.", "ceramicadelsur", "Ceramics"),
        ("Viñedos Peñascal", "penascal", "Wine"),
        ("Imprenta Ñandú", "imprenta-nandu", "Printing"),
        ("Astilleros Begoña", "astilleros-begona", "Shipyard"),
        ("Estudio Güell", "estudio-guell", "Architecture"),
    ),
    titles=(
        "Compradora",
        "Directora comercial",
        "Enólogo",
        "Jefe de taller",
        "Buyer",
        "Administración",
    ),
    notes=(
        "Mejor llamar después de las 17:00.",
        "Habla inglés y un poco de polaco.",
        "Pide siempre muestras antes del pedido.",
        "Agosto cerrado.",
    ),
    nicknames=("Pepe", "Charo", "Nacho", "Luz"),
)

VIETNAMESE = Culture(
    language="vi",
    country="Việt Nam",
    women=spelt("Thị_Hương Thu_Hà Ngọc_Ánh Mỹ_Linh Thúy_Vy Bích_Phượng"),
    men=spelt("Văn_Đức Minh_Quân Quốc_Bảo Hữu_Thắng Đình_Phúc Tuấn_Kiệt"),
    families=spelt("Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ"),
    feminine=(),
    family_first=True,
    cities=(
        City("Hà Nội", "", ("100000",), ("Phố Hàng Bông", "Đường Láng")),
        City("Thành phố Hồ Chí Minh", "", ("700000",), ("Đường Đồng Khởi", "Đường Lê Lợi")),
        City("Đà Nẵng", "", ("550000",), ("Đường Bạch Đằng",)),
    ),
    mobile="+84 900 000 ###",
    landline="+84 24 0000 0###",
    trunk="024 0000 0###",
    organisations=(
        ("Công ty Gốm Sông Hồng", "gomsonghong", "Gốm sứ"),
        ("Cà phê Đà Lạt Xanh", "dalatxanh", "Cà phê"),
        ("Nhà in Bến Thành", "inbenthanh", "In ấn"),
        ("Vận tải Đông Á", "vantaidonga", "Vận tải"),
    ),
    titles=("Giám đốc", "Trưởng phòng kinh doanh", "Kế toán", "Nhân viên mua hàng"),
    notes=("Nên gọi vào buổi sáng.", "Gửi báo giá bằng tiếng Anh.", "Gặp ở hội chợ Đà Nẵng."),
    nicknames=("Bống", "Tí", "Sam"),
)

ENGLISH = Culture(
    language="en",
    country="United Kingdom",
    women=spelt("Olivia Siân Zoë Margaret Imogen Eleanor Priya Niamh"),
    men=spelt("Oliver George Callum Rhys Desmond Patrick Alasdair Theo"),
    families=spelt(
        "Ashworth O'Neill Smith-Jones Brontë Whitfield MacLeod Okonkwo Nightingale Pugh"
    ),
    feminine=(),
    family_first=False,
    cities=(
        City("London", "", ("EC1A 1BB",), ("Cloth Fair", "Long Lane")),
        City("Sheffield", "South Yorkshire", ("S1 2HH",), ("Fargate", "Division Street")),
        City("Edinburgh", "", ("EH1 1YZ",), ("Cockburn Street",)),
    ),
    mobile="+44 7700 900###",
    landline="+44 20 7946 0###",
    trunk="020 7946 0###",
    organisations=(
        ("Whitfield & Daughters Ltd", "whitfield", "Book binding"),
        ("Peak Instruments plc", "peakinstruments", "Instruments"),
        ("The Long Lane Clinic", "longlaneclinic", "Clinic"),
        ("Forth Ferries", "forthferries", "Ferries"),
    ),
    titles=("Office Manager", "Partner", "Account Director", "Bookbinder", "Receptionist"),
    notes=(
        "Prefers e-mail before noon.",
        "On parental leave until spring; write to Theo instead.",
        "Invoices in pounds, please.",
        "Met on the ferry.",
    ),
    nicknames=("Liv", "Paddy", "Maggie", "Al"),
)

# (culture, people, share of its people who work in one of its organisations)
MIX = (
    (POLISH, 78), (CHINESE, 42), (PERSIAN, 30), (GERMAN, 38),
    (SPANISH, 28), (VIETNAMESE, 22), (ENGLISH, 20),
)  # fmt: skip
CATEGORIES = (("Customer", 40), ("Supplier", 14), ("Partner", 8), ("Newsletter", 38), ("Press", 4))
