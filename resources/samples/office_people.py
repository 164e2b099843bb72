"""The contacts of the sample office that the pictures show, written out by hand."""

from __future__ import annotations

from dataclasses import dataclass

Line = tuple[str, str, tuple[str, ...], str]  # property, value ("|" between parts), types, label


@dataclass(frozen=True)
class Lead:
    """A contact with all of its lines."""

    name: str
    lines: tuple[Line, ...]
    kind: str = "individual"
    photo: bool = False


def line(name: str, value: str, types: str = "", label: str = "") -> Line:
    """One property; `types` separated by spaces."""
    return name, value, tuple(types.split()), label


LEADS = (
    Lead(
        "Baltica Logistyka Sp. z o.o.",
        (
            line("ORG", "Baltica Logistyka Sp. z o.o."),
            line("TEL", "+48 58 000 12 40", "work pref", "Switchboard"),
            line("TEL", "+48 58 000 12 99", "work fax"),
            line("EMAIL", "office@baltica.example", "work"),
            line("URL", "https://baltica.example/"),
            line("ADR", "||ul. Portowa 18|Gdańsk||80-555|Poland", "work", "Head office"),
            line("ADR", "||Magazyn 4|Gdynia||81-335|Poland", "work", "Warehouse"),
            line("CATEGORIES", "Customer|Gdańsk"),
            line("NOTE", "Dock 4 closed until mid December."),
            line("X-VAT-NUMBER", "PL 000-214-55-10"),
        ),
        "org",
    ),
    Lead(
        "Atelier Ahmadi",
        (
            line("ORG", "Atelier Ahmadi"),
            line("TEL", "+33 4 99 00 00 21", "work"),
            line("EMAIL", "bonjour@atelier-ahmadi.example", "work"),
            line("ADR", "||12 rue Mercière|Lyon||69002|France", "work"),
            line("CATEGORIES", "Partner"),
        ),
        "org",
    ),
    Lead(
        "Ege Nakliyat",
        (
            line("ORG", "Ege Nakliyat"),
            line("TEL", "+90 232 000 00 35", "work"),
            line("EMAIL", "info@ege-nakliyat.example", "work"),
            line("ADR", "||Liman Caddesi 7|İzmir||35230|Türkiye", "work"),
            line("CATEGORIES", "Supplier"),
        ),
        "org",
    ),
    Lead(
        "Nordkyl AB",
        (
            line("ORG", "Nordkyl AB"),
            line("TEL", "+46 8 465 004 20", "work"),
            line("EMAIL", "hej@nordkyl.example", "work"),
            line("ADR", "||Storgatan 3|Luleå||972 38|Sverige", "work"),
            line("CATEGORIES", "Customer"),
        ),
        "org",
    ),
    Lead(
        "Vinhos do Dão",
        (
            line("ORG", "Vinhos do Dão"),
            line("TEL", "+351 232 000 018", "work"),
            line("EMAIL", "geral@vinhosdodao.example", "work"),
            line("ADR", "||Rua Direita 18|Viseu||3500-115|Portugal", "work"),
            line("CATEGORIES", "Supplier"),
        ),
        "org",
    ),
    Lead(
        "Agnieszka Baran",
        (
            line("N", "Baran|Agnieszka|||"),
            line("ORG", "Baltica Logistyka Sp. z o.o.|Procurement"),
            line("TITLE", "Head of Procurement"),
            line("TEL", "+48 600 000 214", "cell pref"),
            line("TEL", "+48 58 000 12 40 ext. 17", "work voice"),
            line("EMAIL", "a.baran@baltica.example", "work pref"),
            line("EMAIL", "agnieszka@baran.example", "home"),
            line("URL", "https://baltica.example/", "work"),
            line("ADR", "||ul. Portowa 18/4|Gdańsk||80-555|Poland", "work", "Office"),
            line("BDAY", "19840314"),
            line("CATEGORIES", "Customer|Gdańsk|Newsletter"),
            line(
                "NOTE",
                "Prefers e-mail before noon. Her assistant (Ola) handles invoices from December.",
            ),
            line("LANG", "pl", "work"),
            line("LANG", "en", "work"),
            line("RELATED", "Paweł Baran", "spouse"),
            line("X-MANAGER", "Marek Wrona"),
            line("X-PAYMENT-TERMS", "Net 30 days"),
        ),
    ),
    Lead(
        "Marek Wrona",
        (
            line("N", "Wrona|Marek|||"),
            line("ORG", "Baltica Logistyka Sp. z o.o.|Management"),
            line("TITLE", "Managing Director"),
            line("TEL", "+48 600 000 101", "cell"),
            line("EMAIL", "m.wrona@baltica.example", "work"),
            line("BDAY", "--1106"),
            line("CATEGORIES", "Customer"),
        ),
        photo=True,
    ),
    Lead(
        "Ola Wit",
        (
            line("N", "Wit|Ola|||"),
            line("ORG", "Baltica Logistyka Sp. z o.o.|Procurement|Invoices"),
            line("TITLE", "Assistant, invoices"),
            line("TEL", "58 000-12-43", "work"),
            line("EMAIL", "o.wit@baltica.example", "work"),
        ),
    ),
    Lead(
        "Jan Piech",
        (
            line("N", "Piech|Jan|||"),
            line("ORG", "Baltica Logistyka Sp. z o.o.|Warehouse Gdynia"),
            line("TITLE", "Warehouse lead"),
            line("TEL", "600 000 377", "cell"),
            line("TEL", "+48 58 000 12 77", "", "Loading dock"),
        ),
    ),
    Lead(
        "Leila Ahmadi",
        (
            line("N", "Ahmadi|Leila|||"),
            line("ORG", "Atelier Ahmadi"),
            line("TITLE", "Architect"),
            line("TEL", "+33 6 39 98 00 21", "cell pref"),
            line("EMAIL", "leila@atelier-ahmadi.example", "work"),
            line("ADR", "||12 rue Mercière|Lyon||69002|France", "work"),
            line("CATEGORIES", "Partner"),
            line("BDAY", "19790721"),
        ),
        photo=True,
    ),
    Lead(
        "Lucía Álvarez Romero",
        (
            line("N", "Álvarez Romero|Lucía|||"),
            line("NICKNAME", "Luz"),
            line("ORG", "Cerámica del Sur S.L."),
            line("TITLE", "Buyer"),
            line("TEL", "+34 600 000 152", "cell"),
            line("EMAIL", "lucia@ceramicadelsur.example", "work"),
            line("CATEGORIES", "Customer"),
        ),
    ),
    Lead(
        "Jonas Bergmann",
        (
            line("N", "Bergmann|Jonas|||"),
            line("ORG", "Bergmann Druck"),
            line("TITLE", "Managing Director"),
            line("TEL", "+49 171 39200 25", "cell pref"),
            line("TEL", "030 / 23125-425", "work"),
            line("EMAIL", "jonas@bergmann-druck.example", "work"),
            line("ADR", "||Am Wall 112|Bremen|Bremen|28195|Deutschland", "work"),
            line("CATEGORIES", "Supplier|Newsletter"),
            line("ANNIVERSARY", "20090905"),
        ),
        photo=True,
    ),
    Lead(
        "陳怡君",
        (
            line("N", "陳|怡君|||"),
            line("NICKNAME", "Joyce"),
            line("ORG", "晨光文具有限公司"),
            line("TITLE", "Sales Manager"),
            line("TEL", "+886 900 000 168", "cell pref"),
            line("TEL", "(02) 0000-0168", "work"),
            line("EMAIL", "joyce@chenguang.example", "work"),
            line("ADR", "||信義路四段168號6樓|台北市||106|臺灣", "work"),
            line("CATEGORIES", "Supplier"),
            line("NOTE", "喜歡下午通話，早上多在開會。"),
        ),
    ),
    Lead(
        "Katarzyna Cieślak",
        (
            line("N", "Cieślak|Katarzyna||mec.|"),
            line("NICKNAME", "Kasia"),
            line("ORG", "Kancelaria Cieślak"),
            line("TITLE", "Accountant"),
            line("TEL", "+48 600 000 333", "cell"),
            line("EMAIL", "k@cieslak-kancelaria.example", "work"),
            line("BDAY", "19711130"),
        ),
    ),
    Lead(
        "Nuno Duarte",
        (
            line("N", "Duarte|Nuno|||"),
            line("ORG", "Vinhos do Dão"),
            line("TITLE", "Purchasing"),
            line("TEL", "+351 910 000 018", "cell"),
            line("EMAIL", "nuno@vinhosdodao.example", "work"),
            line("CATEGORIES", "Supplier"),
        ),
    ),
    Lead(
        "رضا ابراهیمی",
        (
            line("N", "ابراهیمی|رضا|||"),
            line("ORG", "شرکت نیک‌ساز"),
            line("TITLE", "مدیر بازرگانی"),
            line("TEL", "+98 912 000 0214", "cell pref"),
            line("TEL", "+98 21 0000 0140", "work"),
            line("EMAIL", "reza@niksaz.example", "work pref"),
            line("URL", "https://niksaz.example/", "work"),
            line("ADR", "||خیابان ولیعصر، پلاک ۱۸، واحد ۴|تهران||1966700000|ایران", "work"),
            line("BDAY", "19840314"),
            line("CATEGORIES", "Customer|Newsletter"),
            line(
                "NOTE",
                "ایمیل را پیش از ظهر ترجیح می‌دهد. صورت‌حساب‌ها به نشانی "
                "invoices@niksaz.example برود.",
            ),
            line("RELATED", "مهسا ابراهیمی", "spouse"),
        ),
    ),
    Lead(
        "Zeynep Erdoğan",
        (
            line("N", "Erdoğan|Zeynep|||"),
            line("ORG", "Ege Nakliyat"),
            line("TITLE", "Logistics Lead"),
            line("TEL", "+90 500 000 00 35", "cell"),
            line("EMAIL", "zeynep@ege-nakliyat.example", "work"),
            line("CATEGORIES", "Supplier"),
        ),
    ),
    Lead(
        "Björn Fälth",
        (
            line("N", "Fälth|Björn|||"),
            line("ORG", "Nordkyl AB"),
            line("TITLE", "Cold chain engineer"),
            line("TEL", "+46 70 174 06 05", "cell"),
            line("EMAIL", "bjorn@nordkyl.example", "work"),
            line("CATEGORIES", "Customer"),
        ),
        photo=True,
    ),
    Lead(
        "Marta Zając",
        (
            line("N", "Zając|Marta|||"),
            line("TEL", "+48 600 000 007", "cell"),
            line("EMAIL", "marta@office.example", "work"),
            line("IMPP", "xmpp:marta@chat.example", "work"),
            line("TZ", "Europe/Warsaw"),
            line("GENDER", "F"),
        ),
    ),
    Lead(
        "Ewa Lis",
        (
            line("N", "Lis|Ewa|||"),
            line("TEL", "+48 600 000 012", "cell"),
            line("EMAIL", "ewa@office.example", "work"),
        ),
    ),
    Lead(
        "Paweł Baran",
        (
            line("N", "Baran|Paweł|||"),
            line("TEL", "+48 600 000 215", "cell"),
            line("EMAIL", "pawel@baran.example", "home"),
            line("RELATED", "Agnieszka Baran", "spouse"),
        ),
    ),
)
