"""What plans say changes: how they call it, and under which codes a source counts it. Pure data.

`codes` are phenomena of a source; several are added up. `open` and `own` say in which kind of source a code means this, where
the same code means something else in the other (2.4.1 is a broken home ban in the open table, quarrels of neighbours in a
police list).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Phenomenon:
    """A phenomenon as plans name it.

    name      as we say it, plural where it is counted
    pattern   how plans write it, lower case
    codes     what counts it; of a group all that are loaded, if `core` is among them
    only      `open` or `own`: the kind of source in which the codes mean this
    general   whether a more precise word near it takes its place ("misdrijven op het gebied van fraude")
    higher_is_safer  for feelings and trust, where "better" is up
    """

    name: str
    pattern: re.Pattern[str]
    codes: tuple[str, ...] = ()
    core: frozenset[str] = frozenset()
    only: str = ""
    general: bool = False
    higher_is_safer: bool = False
    words: tuple[str, str] = field(default=("", ""))


def _p(name: str, pattern: str, *codes: str, core: str = "", **more: object) -> Phenomenon:
    return Phenomenon(name, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])"), codes, frozenset(core.split()), **more)  # type: ignore[arg-type]


_CRIME = r"(?:criminaliteit(?:scijfers)?|misdaad(?:cijfers)?|misdrijven|delicten|feiten|vormen van (?:criminaliteit|misdaad))"
_YOUNG = r"(?:jongeren|jeugd(?:igen)?|minderjarigen|jongens|jeugdgroepen|hangjongeren)"
_VIOLENCE = ("1.4.2", "1.4.3", "1.4.4", "1.4.5", "1.4.6", "1.4.7")
_COMMON = ("1.1.2", "1.2.1", "1.2.3", "1.2.4", "1.6.2", "2.2.1", "2.5.2")
_IMPACT = ("1.1.1", "1.4.2", "1.4.3", "1.4.5", "1.4.6", "1.4.7")
_PROPERTY = ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.6.2", "2.5.1", "2.5.2")

PHENOMENA: Final = (
    # the more precise first: where two begin at one place, the longer wins; of equal length the first
    _p("minderjarigen in zware criminaliteit",
        r"(?:jonge )?minderjarigen (?:dat|die)[^.;,]{0,40}(?:zware|ernstige) criminaliteit"),
    _p("jongeren in zware criminaliteit", rf"{_YOUNG} (?:dat|die)[^.;,]{{0,40}}(?:zware|ernstige|"
        rf"georganiseerde) criminaliteit"),
    _p("jeugdcriminaliteit",
        r"jeugdcriminaliteit|jeugdige (?:verdachten|daders)|jonge aanwas|criminele jongeren|jeugdige delinquenten"),
    _p(
        "jeugdoverlast",
        rf"(?:jeugd|jongeren)overlast|overlast(?:meldingen)? (?:gevende |door |van |onder |rond )?(?:groepen "
        rf")?{_YOUNG}|overlastgevende {_YOUNG}",
        "E35", only="own",
    ),
    _p(
        "onbegrepen gedrag",
        r"(?:overlast (?:door |van )?)?(?:verwarde|overspannen|onbegrepen) (?:personen|mensen)|"
        r"(?:(?:kwetsbare- en/of |kwetsbare )?(?:personen|mensen|inwoners) met )?(?:een )?(?:onbegrepen|verward|"
        r"onbegrepen of verward) gedrag",
        "E33", only="own",
    ),
    _p("burengerucht",
        r"burengerucht|overlast (?:door|van|tussen) (?:de )?buren|buren(?:ruzies?|overlast|geruzie)|ruzies? tussen buren|"
        r"relatieproblemen", "2.4.1", only="own"),
    _p("overlast van zwervers", r"overlast (?:door|van) (?:zwervers|daklozen)|zwerversoverlast", "E41", only="own"),
    _p("vuurwerkoverlast", r"vuurwerk(?:overlast|meldingen)|overlast (?:door|van) vuurwerk", "M131", only="own"),
    _p("woonoverlast", r"woonoverlast"),
    _p("geluidsoverlast", r"geluids?(?:overlast|hinder)"),
    _p("drugsoverlast", r"drugsoverlast|overlast (?:door|van) drugs(?:gebruik(?:ers)?)?|alcoholoverlast"),
    _p("overlast", r"(?:buurt)?overlast(?:meldingen|cijfers|incidenten)?", general=True),
    _p("woninginbraken",
        r"\(?woning\)?inbra(?:ak|ken)(?:cijfers)?|huisinbraken|(?:inbra(?:ak|ken)|ingebroken) in (?:een |de "
        r")?(?:woning(?:en)?|huis|huizen)|inbrekers[^.;]{0,50}?\b(?:woning(?:en)?|huis|huizen)|"
        r"diefstal(?:len)? uit woning(?:en)?|inbra(?:ak|ken)", "1.1.1"),
    _p("inbraken in box, garage of schuur",
        r"(?:schuur|garage|box|berging)inbra(?:ak|ken)|(?:schu(?:ur|ren)|schuurtjes|bergingen|garages|"
        r"boxen)[^.;]{0,40}?\bingebroken|"
        r"inbra(?:ak|ken) in (?:een )?(?:schuren|garages|boxen|schuur|garage|"
        r"box)[^.;]{0,25}", "1.1.2"),
    _p("diefstallen uit auto’s",
        r"auto-?inbra(?:ak|ken)|autokra(?:ak|ken)|auto['’]s[^.;,]{0,30}? (?:opengebroken|leeggehaald)|"
        r"opengebroken auto['’]s|gestolen uit auto['’]s|(?:vanuit|uit) auto['’]s[^.;,]{0,12}gestolen|"
        r"diefstal(?:len)? (?:uit|vanaf|uit of van|uit/vanaf) (?:een )?(?:auto['’]?s?|"
        r"motorvoertuigen|voertuigen)", "1.2.1"),
    _p("autodiefstallen",
        r"autodiefstal(?:len)?|diefstal(?:len)? van (?:auto['’]s|motorvoertuigen)|gestolen auto['’]s|auto['’]s "
        r"gestolen", "1.2.2"),
    _p("fietsendiefstallen",
        r"fiets(?:en)?diefstal(?:len)?|fietsen[^.;,]{0,30}? gestolen|(?:diefstal(?:len)?|stelen) van (?:fietsen|"
        r"brom[^.;]{0,20}fietsen)|gestolen fietsen|"
        r"scooterdiefstal(?:len)?", "1.2.3"),
    _p("zakkenrollerij", r"zakkenrollerij|zakkenrollen", "1.2.4"),
    _p("winkeldiefstallen", r"winkeldiefstal(?:len)?|winkeldieven", "2.5.2"),
    _p("bedrijfsinbraken",
        r"bedrijfs(?:inbra(?:ak|ken)|diefstal(?:len)?)|inbra(?:ak|ken)(?: en diefstallen)? (?:in|bij) bedrijven|"
        r"bedrijven[^.;]{0,40}?\b(?:inbrekers|inbraken|ingebroken)", "2.5.1"),
    _p("straatroven", r"straatro(?:of|ven)|berovingen", "1.4.6"),
    _p("overvallen", r"overval(?:len)?", "1.4.7"),
    _p("openlijk geweld", r"openlijk(?:e)? geweld(?:pleging(?:en)?)?", "1.4.3"),
    _p("huiselijk geweld", r"huiselijk geweld|kindermishandeling"),
    _p("bedreigingen", r"bedreiging(?:en)?", "1.4.4"),
    _p("mishandelingen", r"mishandeling(?:en)?", "1.4.5"),
    _p("moord en doodslag", r"moord(?:en)?(?: en| of)? doodslag|moorden|liquidaties", "1.4.2"),
    _p("zedenmisdrijven", r"zeden(?:misdrijven|delicten|zaken)|seksueel geweld|seksuele misdrijven", "1.4.1"),
    _p("geweld", r"geweld(?:s(?:delicten|misdrijven|incidenten|zaken|criminaliteit|cijfers))?", *_VIOLENCE, core="1.4.4 1.4.5"),
    _p("vernielingen", r"vernieling(?:en)?|vandalisme|zaakbeschadiging(?:en)?", "2.2.1"),
    _p("brandstichtingen en ontploffingen", r"brandstichting(?:en)?|ontploffingen|explosies|(?:auto)?branden", "1.6.1"),
    _p("mensenhandel", r"mensenhandel", "1.6.3", only="open"),
    _p("mensensmokkel", r"mensensmokkel", "3.1.2"),
    _p("drugshandel", r"drugshandel|handel in (?:hard|soft)?drugs|drugsdealen|dealen", "3.1.1"),
    _p("drugscriminaliteit", r"drugs?(?:criminaliteit|misdrijven|delicten|problematiek)|drugs?gebruik|middelengebruik"),
    _p("drugsafval", r"drugs(?:dumpingen|afval|afvaldumpingen)", "2.6.2", only="open"),
    _p("wapenbezit en wapenhandel",
        r"(?:verboden |illegaal )?(?:vuur)?wapen(?:bezit|handel|s|incidenten)|steek(?:wapens|incidenten|partijen)|"
        r"mes(?:sen)?", "3.1.3"),
    _p("discriminatie", r"discriminatie", "3.7.1"),
    _p("verkeersongevallen", r"aanrijdingen|verkeers(?:ongevallen|ongelukken|slachtoffers|doden)"),
    _p("rijden onder invloed", r"rijden onder invloed|rijders onder invloed", "3.5.2"),
    _p("verstoring van de openbare orde",
        r"verstoring(?:en)? van de openbare orde|openbare[- ]orde ?verstoringen|orde ?verstoringen|aantasting(?:en)? "
        r"van de openbare orde", "3.6.4"),
    _p("internetfraude",
        r"internet(?:fraude|oplichting)|(?:fraude|oplichting) (?:via|op) (?:het )?internet|online[- ](?:fraude|oplichting)|"
        r"whatsapp-?fraude|bankhelpdeskfraude|phishing", "3.9.1"),
    _p("horizontale fraude", r"horizontale fraude", "3.9.1"),
    _p("babbeltrucs", r"babbeltrucs?"),
    _p("fraude", r"fraude(?:cijfers|zaken|meldingen|delicten)?|oplichting(?:en)?", "3.9.1", "3.9.2", "3.9.3", core="3.9.1"),
    _p("digitale criminaliteit",
        r"(?:digitale|online|gedigitaliseerde|minder zichtbare)(?: vormen van)? (?:criminaliteit|misdaad|misdrijven|"
        r"delicten|oplichting)|cyber(?:crime|criminaliteit|misdrijven|aanvallen|incidenten|delicten)|(?:andere|"
        r"nieuwe) (?:\([^)]*\) )?vormen(?: van criminaliteit)?", "3.7.4"),
    _p("traditionele criminaliteit", rf"(?:traditionele|klassieke|ouderwetse) {_CRIME}", *_PROPERTY, core="1.1.1 1.2.1 1.2.3"),
    _p("vermogensdelicten",
        r"(?:[“\"‘']?(?:ouderwetse|traditionele|klassieke)[”\"’']? )?vermogens(?:delicten|misdrijven|criminaliteit)|"
        r"diefstallen", *_PROPERTY, core="1.1.1 1.2.1 1.2.3"),
    _p("veelvoorkomende criminaliteit", r"veel ?voorkomende criminaliteit|vvc", *_COMMON, core="1.2.1 1.2.3 2.2.1"),
    _p("high impact crimes", r"high[- ]impact[- ]crimes?|hic", *_IMPACT, core="1.1.1 1.4.5"),
    _p("georganiseerde criminaliteit", r"georganiseerde (?:ondermijnende )?(?:criminaliteit|misdaad)"),
    _p("ondermijning", r"ondermijning|ondermijnende (?:criminaliteit|activiteiten)"),
    _p("typen misdrijven",
        r"(?:verschillende|meerdere|diverse|veel|de meeste) (?:typen|soorten|vormen van) (?:misdrijven|delicten|"
        r"criminaliteit)", "*"),
    _p("alle misdrijven",
        r"(?:(?:totale|geregistreerde|totaal aantal) )*(?:criminaliteit(?:scijfers)?|misdaad(?:cijfers)?|misdrijven|"
        r"delicten|strafbare feiten)", "0.0.0", general=True),
    _p("onveiligheidsgevoel",
        r"onveiligheids(?:gevoel(?:ens)?|beleving)|gevoel(?:ens)? van onveiligheid|onveilig(?= (?:voelen|voelt))|"
        r"voel(?:en|t|de|den)(?: \w+){0,3}? zich(?: [\w'’]+){0,5}? onveilig(?!er)"),
    _p("veiligheidsgevoel",
        r"veiligheids(?:gevoel(?:ens)?|beleving)|gevoel(?:ens)? van veiligheid(?: en leefbaarheid)?|gevoel van "
        r"veiligheid|(?:beoordelen|beoordeelt|waarderen|waardeert) de veiligheid|"
        r"voel(?:en|t|de|den)(?: \w+){0,3}? zich(?=[^.;]{0,40}?\b(?:on)?veilig)", higher_is_safer=True),
    _p("slachtofferschap", r"(?:kans op )?slachtofferschap|slachtoffers|kans om slachtoffer te worden", general=True),
    _p("vertrouwen in de overheid",
        r"vertrouwen in (?:de )?(?:overheid|politie|instituties|gemeente|politiek)", higher_is_safer=True),
    _p("meldingsbereidheid", r"(?:meldings|aangifte|meldings- en aangifte)bereidheid|bereidheid om (?:aangifte te doen|"
        r"te melden|aangifte)", higher_is_safer=True),
    _p("maatschappelijke onrust", r"maatschappelijke (?:en sociale )?onrust(?: en rellen)?|sociale onrust|rellen"),
    _p("zorg- en veiligheidsproblematiek", r"zorg ?(?:/|- en |en )?veiligheidsproblematiek"),
    _p("meldingen", r"meldingen|incidenten|aangiften", general=True),
)  # fmt: skip
