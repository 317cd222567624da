"""Words around names: what stands before a name, in the field of one, or behind it; in plain spelling."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from courtesy.facts.message import word_set

TITLES = word_set(
    "mr mrs ms mx miss mister madam madame mme mlle monsieur mademoiselle sir dame lord lady dr doctor prof professor "
    "herr hr frau fr herrn dott dottore dottoressa ing dipl signor signora signorina senor senora senorita sr sra "
    "srta dra profa rev reverend fr rabbi imam pastor captain capt colonel col lieutenant lt sergeant sgt general "
    "commander cmdr admiral private corporal gospodin gospodja ambassador senator sen congressman congresswoman "
    "president minister chancellor provost sheikh haji"
)
"""What stands before a name, and is none."""
DEGREES = word_set("med dent vet rer nat phil iur jur oec pol theol habil sc hc")
"""What may follow a title, as in `Dr. rer. nat.`, and is none with a capital: `Phil` and `Nat` are names."""
GIVEN_NAMES_TOO = word_set(
    "major dean judge king prince princess duke earl baron bishop pope count master marshal don dona pan pani gen maj "
    "hon mag sig sister brother father"
)
"""Titles that are names as well: where two more words of a name follow, they are titles."""
PARTICLES = word_set(
    "van von vom zu zur zum der den de del della dello di da das do dos du des la le les el al bin bint ibn ben abu y "
    "e und of the ter ten te af av st mc mac o san"
)
"""What stands within a name, and is none alone."""
CREDENTIALS = word_set(
    "jr sr ii iii iv phd mba md ma msc bsc ba bs ms llm llb esq esquire cpa cfa pmp mph jd dds rn pe obe mbe cbe "
    "dphil she her hers he him his they them theirs shrm phr sphr cipd"
)
GENERATIONS = frozenset({"jr", "sr"})
"""Those of the credentials that are written like names, and are none."""
COMPANIES = word_set(
    "gmbh ag kg ug ohg se inc incorporated llc ltd limited corp corporation co company plc sa sarl sas spa srl bv nv "
    "ab as oy oyj aps kk pty pte llp lp holding holdings university college institute"
)
DESKS = word_set(
    "team department dept office desk committee panel board inbox careers reception helpdesk bureau division unit "
    "personalabteilung personal abteilung sekretariat secretariat equipe bewerbermanagement"
)
"""Whoever has one of these words in the field of a name is no person."""
TRADES = word_set(
    "hr human resources recruiting recruitment recruiters talent acquisition people operations ops hiring staffing "
    "applicants applications support service services info sales marketing engineering it rh recrutement"
)
"""With any of these words and one other at most, it is no person either (`Acme Recruiting`)."""
ROLES = word_set(
    "recruiter interviewer interviewers manager managers director head lead leader chief officer executive ceo cto "
    "cfo coo cio cmo chro vp svp evp vice president owner founder cofounder co chair chairman chairwoman partner "
    "principal senior junior assistant associate deputy specialist coordinator consultant advisor adviser agent "
    "administrator admin clerk secretary receptionist engineer developer designer analyst architect scientist "
    "employee colleague contact person member representative rep supervisor generalist business technical tech "
    "product project account finance legal global regional local internal external first second third personalchef "
    "personalchefin personaler personalerin personalreferent personalreferentin ansprechpartner ansprechpartnerin "
    "geschaftsfuhrer geschaftsfuhrerin chef chefin leiter leiterin directeur directrice recruteur recruteuse "
    "responsable recursos humanos gerente ressources humaines"
)
FIELDS = word_set(
    "software data managing technology financial information operating research program programme store campus backend "
    "frontend fullstack stack web mobile cloud security quality test qa devops ui ux art creative design graphic "
    "content media communications public relations customer success client key interview job career school nurse "
    "medical clinical staff general group country area district branch plant site culture training learning "
    "development systems network solutions solution machine scrum line shift delivery supply chain"
)
"""What roles are for: with a role beside them they are no names (`Data Scientist`)."""
FOLLOWERS = word_set("hanim bey beyefendi hanimefendi hoca san sama kun chan sensei ji saab sahib ssi nim")
"""Titles behind a name, as in `Ayşe Hoca`."""
PLACES_OF_NAMES = word_set(
    "street road avenue lane square park bridge station airport stadium university college school hospital clinic "
    "museum foundation institute prize award library county"
)
"""What is called after somebody: with a capital behind a name, it is no person who is meant."""
EMPLOYED = word_set(
    "interview interviews interviewed interviewing job jobs role roles position work works worked working career "
    "internship intern interned offer hired onsite apprenticeship employee employees engineer engineers"
)
"""What may stand before `at` and the name of a firm."""
LINKS = word_set("and of the for in at a an my our und fur der die das de la le du des et")
"""What links roles, as in `Head of Engineering`; without any it is no such thing."""
SURNAMES_TOO = word_set("head lead partner clerk agent chair owner senior junior person chef")
"""Roles that are the name of whoever has one other word for a name (`Edith Head`)."""
INTRODUCERS = word_set("thanks thank dear hi hello hey meet with congratulations congrats cheers danke merci gracias")
"""With one of these before it, a word with a capital is a name also where all words have capitals."""
OPENERS = INTRODUCERS | word_set(
    "and but so or then when while because as if that also even both only with for to by after before since until "
    "today yesterday tomorrow later now here there finally again what how why who where whom luckily perhaps maybe "
    "i we you he she they it my our your ask tell see call und aber dann als weil mit heute gestern"
)
"""What begins a sentence, and with a word beside it is no name of a place or a firm (as `Wall Street` is)."""
SPEECH = word_set(
    "asked asks replied replies interviewed thanked introduced smiled laughed called emailed phoned said says "
    "explained answered mentioned invited greeted nodded wrote writes"
)
"""What only persons do; a word before one of these is a name also at the beginning of a sentence."""
NEVER_SPEAKERS = word_set(
    "i you he she it we they who whoever whomever one none nobody somebody someone everyone everybody anyone anybody "
    "all both some many most few others people nothing something everything anything got get please was is are were be "
    "been being has have had am just never also often and or but if when as so then that this these those what which "
    "not first last once recently"
)
"""What stands before such a word and is no name."""
TALKS = word_set(
    "talk talks talked talking spoke speak speaking chat chatted chatting conversation interview call met meeting "
    "lunch coffee gesprach gesprochen"
)
DETERMINERS = word_set(
    "the a an my our your his her its their this that these those no every each some any all der die das den dem des "
    "ein eine einen einem einer kein keine mein meine unser unsere im am zum zur beim vom dieser diese dieses jeder "
    "jede jedes"
)
OF_PLACES = word_set("in at near around from to into outside visit visiting through across within of leave leaving")
ALSO_PLACES = word_set(
    "charlotte austin jordan sydney florence chelsea virginia georgia carolina savannah madison brooklyn israel chad "
    "alexandria victoria adelaide houston lincoln jackson cheyenne phoenix santiago lourdes siena verona valencia "
    "asia kenya india troy salem devon dakota montana kent essex lorraine milan odessa regina trenton camden dallas "
    "denver"
)
"""Names of people that are names of places too: after a word of places they are places."""
DATES = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday christmas easter spring summer autumn winter"
)
"""Months, days and seasons: behind `call to` they are dates."""
OFTEN_PROPER = DATES | word_set(
    "berlin paris london rome wien vienna hamburg frankfurt hannover bremen munich munchen koln cologne leipzig "
    "dresden boston chicago washington york toronto ottawa dublin oxford cambridge bristol lancaster bath durham "
    "england ireland scotland wales holland france germany spain poland portugal italy greece mexico brazil canada "
    "china japan korea russia turkey america africa europe english french german dutch irish scott welsh spanish "
    "polish russian google apple amazon meta oracle ford chase wells morgan goldman sachs dell ebay intel swift ruby "
    "java kotlin scala python perl julia word excel teams slack zoom sommer koch wolf fuchs vogel berg stein bach "
    "busch kaiser konig herzog graf richter schneider bauer fischer jager zimmermann schafer meister sturm frost "
    "engel lang klein gross schwarz weiss braun jung kraft ernst stark freund tag freitag sonntag montag samstag "
    "hahn hase hirsch baum wald feld haus"
)
"""Words that have capitals wherever they stand: months, days, places, languages, firms, nouns of German."""
_OF_OTHER_LANGUAGES = word_set(
    "le la les un une de di da il lo el los las al en et y o os as um uma es ist er sie wir ich du was wie wer wo so "
    "nun ja nein da zu an am im bei mit von van een het op te min si se no na my vi ni po do je ty to za ze"
)
"""Short words that begin sentences."""
_WORDS_WITHIN = word_set("max rob ray jack pat gene dale")
"""Given names that are words within a sentence, but seldom begin one."""


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    listed = resources.files("courtesy.facts.naming").joinpath("common_words.txt").read_text("utf-8")
    lines = (line for line in listed.splitlines() if not line.startswith("#"))
    return word_set(" ".join(lines)) | OFTEN_PROPER | _OF_OTHER_LANGUAGES


def is_common(word: str) -> bool:
    """Whether a word in plain spelling says as often as not something else than a name."""
    return word in _common_words()


def is_word(word: str) -> bool:
    """Whether a word in plain spelling is one that sentences have, so that only capitals make a name of it."""
    return is_common(word) or word in _WORDS_WITHIN
