"""Names in a report: the model's, the world's and those the model overlooked, each as one candidate with titles cut off."""

from __future__ import annotations

from itertools import pairwise

from onrecord.model.document import Document, Sentence, Token
from onrecord.resolve import lexicon, world
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.name_ends import held_of, trim
from onrecord.resolve.named import DATES, LINKS, SENT, Named, ends_as_site
from onrecord.text import HYPHENS

READ = frozenset({"body", "caption", "standfirst", "title", "dateline", "subheading"})
"""Parts in which actors and places are looked for: bylines, credits and boilerplate name nobody in the news."""
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
CONTINENTAL = "names-continental"
"""Words for continents' and religions' people: no names of actors by themselves."""
LONGEST = 16
"""Words a name has at most; longer runs of capitals are lists or litter."""


def find_names(document: Document) -> list[Named]:
    """Find all names of a report in text order, none overlapping another."""
    out: list[Named] = []
    for sentence in document.sentences:
        if sentence.part.kind in READ:
            out.extend(_names_in(sentence))
    return out


def _names_in(sentence: Sentence) -> list[Named]:
    tokens = sentence.tokens
    matches = world.scan([t.text for t in tokens])
    base = tokens[0].i
    taken: dict[int, Named] = {}
    found: list[Named] = []

    def add(named: Named) -> None:
        if len(named.tokens) > LONGEST:
            return
        found.append(named)
        for t in named.tokens:
            taken[t.i] = named

    by_first = {m.first + base: m for m in matches}
    covered = {i + base: m for m in matches for i in range(m.first, m.last)}
    seen: set[int] = set()
    for token in tokens:
        name = token.name
        if name is None or id(name) in seen or name.label not in LABELS:
            continue
        seen.add(id(name))
        run = [t for t in name.tokens if t.sentence is sentence]
        if name.label == "PERSON":
            run = _tied(run, tokens, base)
        for part in _sites_apart(run):
            inner = list({id(m): m for m in (covered.get(t.i) for t in part) if m}.values())
            if not inner or _model_wins(part, name.label, inner, base) or ends_as_site([t.text for t in part]):
                add(Named(part, name.label))
    for match in by_first.values():
        run = tokens[match.first : match.last]
        before = tokens[match.first - 1] if match.first else None
        if before is not None and len(run) == 1 and before.text in lexicon.given_names() and before.i not in taken:
            add(Named([before, *run], "PERSON", rule="name/given-name"))
            continue
        if not any(t.i in taken for t in run):
            label = next((t.name.label for t in run if t.name is not None), None)
            add(Named(run, label, match.entries))
    for run in _overlooked(tokens, taken):
        add(Named(run, None, rule="name/capitals"))
    found = _joined(found, tokens, base)
    found.sort(key=lambda n: n.tokens[0].i)
    for named in found:
        trim(named)
    return _adjacent([n for n in found if n.tokens and not _mere_office(n)])


def _sites_apart(run: list[Token]) -> list[list[Token]]:
    """Part a name behind an airport or base that another follows: "Calicut Airport | at | Karipur", "Rygge Airport | and | Oslo"."""
    joints = [n for n in range(2, len(run) - 1) if run[n].upos in ("ADP", "CCONJ")]
    if not joints or not ends_as_site([t.text for t in run[: joints[0]]]):
        return [run]
    edges = [-1, *joints, len(run)]
    return [part for start, end in pairwise(edges) if (part := run[start + 1 : end])]


def _ends_office(token: Token) -> bool:
    """Tell the second word of an office: "General" after "Attorney"."""
    around = token.sentence.tokens
    at = token.i - around[0].i
    return at > 0 and lexicon.office_of([around[at - 1].lower, token.lower]) is not None


def _adjacent(found: list[Named]) -> list[Named]:
    """Join a person's name that was cut in two: "Tedros" and "Adhanom Ghebreyesus" with nothing between them."""
    out: list[Named] = []
    for named in found:
        last = out[-1] if out else None
        if last is not None and not last.entries and not named.entries and last.tokens[-1].i + 1 == named.tokens[0].i:
            labels = {last.label, named.label}
            titled = last.tokens[-1].lower in lexicon.offices() or (last.label is None and held_of(last.tokens[0]))
            whole = not titled and not last.style
            if whole and "PERSON" in labels and labels <= {"PERSON", None}:
                last.tokens, last.words, last.label = last.tokens + named.tokens, last.words + named.words, "PERSON"
                continue
        out.append(named)
    return out


def _mere_office(named: Named) -> bool:
    """Tell a "name" that is only an office or a number: "City Attorney", "6:05"."""
    if named.entries:
        return False
    first, last = named.tokens[0], named.tokens[-1].lower
    if all(w in word_set(CONTINENTAL) for w in named.words):
        return True
    if named.label in (None, "ORG", "PERSON") and len(named.tokens) > 1 and _office_phrase([t.lower for t in named.tokens]):
        return True
    short = first.text.isupper() or (first.text[-1] == "s" and first.text[:-1].isupper())  # "the FM", "two MPs"
    if len(named.tokens) == 1 and ((short and last.removesuffix("s") in lexicon.offices()) or _ends_office(first)):
        return True
    if named.label != "PERSON" and any(w in word_set(DATES) for w in named.words) and len(named.words) < 3:
        return True
    if not first.text[0].isalpha() or (named.label == "PERSON" and any(c.isdigit() for c in first.text)):
        return named.label in (None, "PERSON")
    if named.label == "PERSON" and len(named.tokens) == 1 and first.upos not in ("PROPN", "NOUN", "X"):
        return True
    if named.label not in (None, "PERSON") or (len(named.tokens) == 1 and named.label == "PERSON"):
        return False
    return last in lexicon.offices() and len(named.tokens) > 1 and named.tokens[0].text not in lexicon.given_names()


def _office_phrase(words: list[str]) -> bool:
    """Tell words that are an office and whose it is: "Commissioner of Police", "Defense Secretary", "Area Commander"."""
    if words[1] in ("of", "for"):
        office = lexicon.offices().get(words[0])
        return office is not None and office.sector in UNIFORMED
    office = lexicon.office_of(words) or lexicon.office_of(words[-1:])
    return office is not None and (len(office.title.split()) > 1 or office.sector in UNIFORMED)


PORTFOLIOS = "persons-portfolios"
HELD = "titles-portfolio"
"""Offices that say little without what they are held of: "*Secretary* of State", "*Minister* for Trade"."""
UNIFORMED = frozenset({"MIL", "COP"})


def _joined(found: list[Named], tokens: list[Token], base: int) -> list[Named]:
    """Join "Cartel" and "Suns" in "Cartel of the Suns": an organisation's word, of or for, and a name that follows."""
    words = lexicon.organisation_words()
    by_first = {n.tokens[0].i: n for n in found}
    gone: set[int] = set()
    for named in found:
        last = named.tokens[-1]
        if named.entries or id(named) in gone or last.lower not in words or not last.text[0].isupper() or named.label == "PERSON":
            continue
        i = last.i - base + 1
        if i + 1 >= len(tokens) or tokens[i].lower not in ("of", "for"):
            continue
        j = i + 2 if tokens[i + 1].lower == "the" else i + 1
        other = by_first.get(base + j)
        if other is None or other is named or (other.entries and other.entries[0].kind in ("country", "people", "capital")):
            continue
        gone.add(id(other))
        named.tokens = tokens[named.tokens[0].i - base : other.tokens[-1].i - base + 1]
        named.label = "ORG"
    return [n for n in found if id(n) not in gone]


def _model_wins(run: list[Token], label: str, inner: list[world.Match], base: int) -> bool:
    """Tell whether the model's longer name stands against the world's: "Bank of England", "Jordan Smith", "US State Department"."""
    first, last = run[0].i - base, run[-1].i - base + 1
    around = run[0].sentence.tokens
    if first > 1 and around[first - 1].lower == "to" and around[first - 2].lower in SENT:
        return False  # "ambassador to Britain Liu Xiaming": a country, then a name
    if len(inner) == 1 and inner[0].first <= first and inner[0].last >= last:
        return False
    if label in ("GPE", "LOC", "NORP"):
        return False
    rest = [t for t in run if not any(m.first <= t.i - base < m.last for m in inner) and t.text[0].isalnum()]
    if not rest or not any(t.text[0].isupper() for t in rest):
        return False
    if rest[-1].lower in lexicon.offices() or _names_officer(run):
        return False
    organisation = next((m for m in inner if m.entries[0].kind == "organisation"), None)
    if organisation is not None:
        longer = any(t.i - base + 1 == organisation.first and t.text[0].isupper() for t in rest)
        if longer and organisation.entries[0].scope == "context":
            return True  # "the *National* Democratic Party" is another
        return organisation.last - organisation.first < 2 or any(t.i - base >= organisation.last for t in rest)
    return label != "PERSON" or (len(rest) >= 1 and rest[-1].lower not in lexicon.nouns())


def _tied(run: list[Token], tokens: list[Token], base: int) -> list[Token]:
    """Take in what hyphens tie to a person's name: "Moon Jae-*in*"; not "Biden-era", where one word alone is the name."""
    end = run[-1].i - base + 1 if run else 0
    while len(run) > 1 and end + 1 < len(tokens) and tokens[end].text in HYPHENS and len(tokens[end + 1].text) <= TIED:
        if tokens[end + 1].lower in word_set(TAILS):
            break  # "Joe Biden-led"
        if tokens[end].start != run[-1].end or tokens[end + 1].start != tokens[end].end or not tokens[end + 1].text.isalpha():
            break
        run, end = [*run, tokens[end], tokens[end + 1]], end + 2
    return run


TIED = 5
"""Letters of a hyphenated given name's second half ("Kim Jong-un", "Won-shik")."""
TAILS = "names-tails"


def _names_officer(run: list[Token]) -> bool:
    """Tell a body, an office and a person taken for one name: "UN Secretary-General Antonio Guterres"."""
    for n, token in enumerate(run[2:], 2):
        before = [t.lower for t in run[max(0, n - 3) : n]]
        if token.text in lexicon.given_names() and any(lexicon.office_of(before[k:]) is not None for k in range(len(before))):
            return True
    return False


def _overlooked(tokens: list[Token], taken: dict[int, Named]) -> list[list[Token]]:
    """Give runs of proper nouns that neither the model nor the world's names cover."""
    out: list[list[Token]] = []
    run: list[Token] = []
    dates, links = word_set(DATES), word_set(LINKS)
    for token in tokens:
        capital = token.text[0].isupper() and (token.upos == "PROPN" or (token.upos in ("NOUN", "X") and _acronym(token.text)))
        proper = capital and token.i not in taken and token.lower.strip(".") not in dates
        joint = bool(run) and token.i not in taken and (token.text in HYPHENS or token.lower in links)
        # "Won-shik": what a hyphen ties to a name is part of it
        joint = joint or (len(run) > 1 and run[-1].text in HYPHENS and run[-2].end == run[-1].start and run[-1].end == token.start)
        if proper or joint:
            run.append(token)
            continue
        if run:
            out.append(run)
        run = []
    if run:
        out.append(run)
    return [r for r in out if (r[0].name is None or r[0].name.label in LABELS) and not _common(r, tokens)]


def _acronym(word: str) -> bool:
    return 2 <= len(word) <= 6 and word.isupper() and word.isalpha()


def _common(run: list[Token], tokens: list[Token]) -> bool:
    """Tell a lone common noun written with a capital ("Police", "Parliament"), unless "of" makes it a name ("Cartel of ...")."""
    if len(run) > 1 or lexicon.find_noun([run[0].lower], 0) is None:
        return False
    after = run[0].i - tokens[0].i + 1
    return after >= len(tokens) or tokens[after].lower not in ("of", "for") or run[0] is tokens[0]
