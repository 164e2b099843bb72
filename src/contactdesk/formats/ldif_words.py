"""The attributes that LDIF address books use, and the field of a contact that each one means.

RFC 2798 (inetOrgPerson), RFC 4519, mozillaAbPersonAlpha of Thunderbird and its forebears,
evolutionPerson of Evolution. All names are in lower case here.
"""

from __future__ import annotations

PHONES = {
    "telephonenumber": ("work",),
    "othertelephone": ("work",),
    "homephone": ("home",),
    "otherhomephone": ("home",),
    "hometelephonenumber": ("home",),
    "mobile": ("cell",),
    "othermobile": ("cell",),
    "mobiletelephonenumber": ("cell",),
    "cellphone": ("cell",),
    "facsimiletelephonenumber": ("fax",),
    "fax": ("fax",),
    "homefacsimiletelephonenumber": ("home", "fax"),
    "otherfacsimiletelephonenumber": ("other", "fax"),
    "pager": ("pager",),
    "pagertelephonenumber": ("pager",),
    "pagerphone": ("pager",),
    "carphone": ("car",),
    "primaryphone": (),
    "otherphone": ("other",),
    "companyphone": ("main",),
    "assistantphone": ("assistant",),
    "callbackphone": ("callback",),
    "radio": ("radio",),
    "tty": ("textphone",),
    "isdn": ("isdn",),
    "internationalisdnnumber": ("isdn",),
    "telexnumber": ("telex",),
}
PREFERRED_PHONE = "primaryphone"
MAILS = ("mail", "rfc822mailbox", "mozillasecondemail", "xmozillasecondemail", "secondemail",
         "mailalternateaddress")  # fmt: skip
URLS = {
    "mozillaworkurl": ("work",),
    "workurl": ("work",),
    "mozillahomeurl": ("home",),
    "homeurl": ("home",),
    "xmozillaurl": (),
    "wwwhomepage": (),
    "url": (),
    "labeleduri": (),
    "labeledurl": (),
}
MESSENGERS = {
    "nsaimid": "aim",
    "mozillaaimscreenname": "aim",
    "nscpaimscreenname": "aim",
    "_aimscreenname": "aim",
    "icqid": "icq",
    "jabberid": "jabber",
    "skypeid": "skype",
}
RELATIONS = {
    "spousename": "spouse",
    "assistantname": "assistant",
    "managername": "manager",
    "manager": "manager",
    "secretary": "assistant",
    "assistant": "assistant",
}
PROXIES = "proxyaddresses"
"""All addresses of a user of Exchange or Active Directory, each behind its kind."""
TEXTS = {
    "sn": "family",
    "surname": "family",
    "givenname": "given",
    "gn": "given",
    "middlename": "additional",
    "personaltitle": "prefixes",
    "generationqualifier": "suffixes",
}
NICKNAMES = ("mozillanickname", "xmozillanickname", "nickname")
NOTES = ("description", "info", "note", "notes", "comment")
ORGANISATIONS = ("o", "organizationname", "company")
DEPARTMENTS = ("ou", "organizationalunitname", "department", "departmentnumber", "orgunit")
WORK_ADDRESS = {
    "post_office_box": ("postofficebox",),
    "extended": ("mozillaworkstreet2",),
    "street": ("street", "streetaddress", "mozillaworkstreet"),
    "locality": ("l", "locality", "localityname"),
    "region": ("st", "region", "stateorprovincename"),
    "postal_code": ("postalcode", "zip"),
    "country": ("c", "co", "countryname", "friendlycountryname"),
}
HOME_ADDRESS = {
    "extended": ("mozillahomestreet2", "homeextendedaddress"),
    "street": ("mozillahomestreet", "homestreet"),
    "locality": ("mozillahomelocalityname", "homelocality"),
    "region": ("mozillahomestate", "homestate"),
    "postal_code": ("mozillahomepostalcode", "homepostalcode"),
    "country": ("mozillahomecountryname", "homecountry"),
}
WHOLE_ADDRESSES = {
    "postaladdress": ("work",),
    "homepostaladdress": ("home",),
    "otherpostaladdress": ("other",),
}
"""Addresses as one text, their lines apart by `$` (RFC 4517, section 3.3.28)."""
PHOTOS = ("jpegphoto", "thumbnailphoto", "photo")
MEMBERS = ("member", "uniquemember", "mgrprfc822mailmember", "rfc822mailmember")
GROUPS = frozenset({"groupofnames", "groupofuniquenames", "mailgroup", "evolutionpersonlist",
                    "rfc822mailgroup"})  # fmt: skip
BOOKKEEPING = frozenset({
    "objectclass", "structuralobjectclass", "creatorsname", "createtimestamp", "modifiersname",
    "entrycsn", "subschemasubentry", "hassubordinates", "entrydn",
})  # fmt: skip
"""What a directory notes about its own entries; it says nothing about anybody."""
SECRETS = frozenset({"userpassword", "sambantpassword", "sambalmpassword", "krbprincipalkey",
                     "unicodepwd"})  # fmt: skip
OWN = "x-vcard"
"""Lines of a vCard 4.0 for what LDIF has no attribute for; others pass over it."""
OWN_FIELDS = "x-vcard-fields"
"""Which fields of a contact those lines say."""
OWN_EXTRA = "X-EXTRA-"
"""Before a property's name: one that has a field, but is not what the field holds."""
UNKNOWN = "X-LDIF-"
