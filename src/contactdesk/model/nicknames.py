"""Short forms of first names, folded: "kasia" and "katarzyna" may be one person's.

A short form may stand for several names ("ola" for Aleksandra, in Norway a name of its own), so
two names are compared by the families of names that they share.
"""

from __future__ import annotations

from functools import cache

_POLISH = """
agnieszka aga agus agusia | aleksandra ola olka olenka | aleksander olek alek | adam adas
alicja ala alusia | andrzej andrzejek jedrek | anna ania anka anula andzia | antoni antek tosiek
barbara basia baska | bartlomiej bartek bartosz | bogdan bodzio | boguslaw bogus
bozena bozenka | czeslaw czesiek | dariusz darek | dorota dorotka | edward edek
elzbieta ela elka elzunia | ewa ewka ewunia | franciszek franek | grazyna grazynka
grzegorz grzes grzesiek | halina halinka hala | helena hela helenka | henryk henio heniek
irena irka irenka | iwona iwonka | jacek jacus | jadwiga jadzia | jakub kuba
jan janek jas jasiek | janina janka jasia | janusz januszek | jaroslaw jarek | jerzy jurek
joanna asia aska joasia | jozef jozek jozio | julia julka | justyna justynka
kamil kamilek | karolina karola karolcia | katarzyna kasia kaska kasienka | kazimierz kazik kazek
kinga kinia | konrad kondzio | krystyna krysia kryska | krzysztof krzysiek krzys
lukasz lukaszek | leszek lech lesio | lucja lusia | maciej maciek | magdalena magda madzia
malgorzata gosia goska malgosia | marcin marcinek | marek mareczek | maria marysia maryska mania
mariusz mariuszek | marta martusia | mateusz mati | michal michalek | mieczyslaw mietek
mikolaj miki | miroslaw mirek | monika monia | natalia natalka nati | pawel pawelek
piotr piotrek piotrus | przemyslaw przemek | rafal rafalek | roman romek | ryszard rysiek rysio
slawomir slawek | stanislaw stasiek stas staszek | stefan stefek | sebastian seba
swietoslawa swieta | sylwia sylwka | szymon szymek | tadeusz tadek tadzio | teresa tereska renia
tomasz tomek | urszula ula ulka | waclaw wacek | waldemar waldek | weronika wera
wiktoria wika | wieslaw wiesiek | wladyslaw wladek | wlodzimierz wlodek | wojciech wojtek wojtus
zbigniew zbyszek zbychu | zdzislaw zdzisiek | zofia zosia zoska | zuzanna zuzia zuza
zaneta zanetka | zygmunt zyga
"""
_ENGLISH = """
abigail abby | albert al bert | alexander alex alec sandy xander | alexandra alex sandra lexi
alasdair al | alfred alf fred | alison ali | amanda mandy | andrew andy drew | angela angie
anthony tony | arthur art | barbara barb babs | benjamin ben benny | bernard bernie
callum cal | catherine cathy kate katie cat | charles charlie chuck | charlotte charlie lottie
christina chris tina | christine chris chrissie | christopher chris kit | cynthia cindy
daniel dan danny | david dave davey | deborah deb debbie | donald don donny | dorothy dot dotty
edward ed eddie ted ned | eleanor ellie nell nora | elizabeth liz lizzie beth betty eliza lisa
emily em | eugene gene | florence flo | frances fran | francis frank | frederick fred freddie
gabriel gabe | geoffrey geoff | george georgie | gerald gerry | gregory greg
harold harry hal | harriet hattie | helen nell | henry harry hank | imogen immy
jacob jake | jacqueline jackie | james jim jimmy jamie | janet jan | jennifer jen jenny
jessica jess jessie | john jack johnny | jonathan jon jonny | joseph joe joey | joshua josh
judith judy | julia julie | katherine kate kathy katie kathryn kay | kenneth ken kenny
laurence larry laurie | leonard leo len lenny | louise lou | margaret maggie meg peggy marge
martin marty | matthew matt matty | michael mike mick mickey | mildred millie | nathaniel nate nat
nathan nate | nicholas nick nicky | nicola nicky | oliver olly ollie | olivia liv livvy
pamela pam | patricia pat patty tricia trish | patrick pat paddy | penelope penny | peter pete
philip phil | raymond ray | rebecca becky becca | richard rick dick rich ricky
robert rob bob bobby robbie bert | roger rodge | ronald ron ronnie | rosemary rose rosie
samuel sam sammy | samantha sam | sarah sally | stephen steve steven | stuart stu
susan sue susie suzy
teresa terry tess | theodore theo ted teddy | theresa terry tess | thomas tom tommy
timothy tim timmy | victoria vicky tori | vincent vince | virginia ginny | walter walt wally
william will bill billy willy liam | zachary zach zack
"""


@cache
def _families() -> dict[str, frozenset[int]]:
    """Each name and short form with the numbers of the families it belongs to."""
    found: dict[str, set[int]] = {}
    for language in (_POLISH, _ENGLISH):
        joined = language.strip().replace("\n", " | ")
        for number, family in enumerate(joined.split("|"), len(found)):
            for name in family.split():
                found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def families(given: str) -> frozenset[int]:
    """The families of names that a folded first name may belong to; none for an unknown one."""
    return _families().get(given, frozenset())


def may_be_short(one: str, other: str) -> bool:
    """Whether two folded first names may be forms of one: "kasia", "katarzyna"."""
    return one == other or bool(families(one) & families(other))
