"""How far a reported content reaches: where it starts after the verb, and where the reporter speaks again.

All scans stop after `MAX_CONTENT` tokens, so that a text without sentence ends costs no more than any other.
"""

from __future__ import annotations

from onrecord.extract.quotes import channel, cues
from onrecord.extract.quotes.view import STOPS, View
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tense import carrier_of, shifts_tense
from onrecord.model.document import Token

MAX_CONTENT = 250
"""Tokens of one reported clause that are looked at; the longest in PolNeAR has 150."""
MAX_CLIMB = 12
"""Steps up the tree in search of the word that a token hangs on."""
OWN = frozenset(
    {
        "oblique", "adverbial", "adverb", "bare", "attribute", "object", "indirect", "particle", "agent", "acting", "discourse",
        "punctuation"
    }
)
"""What may stand between a verb of saying and its clause without being part of it."""
EMBEDDED = frozenset({"relative", "reduced", "clause", "acting"})
"""Roles of a verb of saying whose sentence goes on after what is said ("those who *say* so are …")."""
PERIODS = frozenset({"day", "month", "week", "weekend", "year", "time", "morning", "afternoon", "evening", "night"})
"""Words of when that name no day by themselves."""


def trim(view: View, first: int, last: int) -> tuple[int, int] | None:
    """Cut punctuation off both ends of a token range (end inclusive)."""
    while first <= last and view.tokens[first].upos == "PUNCT" and view.tokens[first].text not in "([":
        first += 1
    while last >= first and view.tokens[last].upos == "PUNCT" and view.tokens[last].text not in ")]":
        last -= 1
    return (first, last) if first <= last else None


def top_below(token: Token, verb: Token, view: View) -> Token:
    """Climb from a token to the highest word whose subtree starts after the verb."""
    for _ in range(MAX_CLIMB):
        if view.left[token.head.i] <= verb.i:
            break
        token = token.head
    return token


def clause_start(view: View, verb: Token, child: Token) -> int:
    """Give the first token of a reported clause: the one after the verb, its addressee and its own adverbials."""
    low = max(view.left[child.i], verb.i + 1)
    that = next((c for c in phrase_of(child).marks if c.lower == "that" and verb.i < c.i < child.i), None)
    subject = view.subject[child.i]
    if that is not None and (subject is None or not verb.i < subject.i < that.i):
        return that.i
    n, last = verb.i + 1, None
    while n < low:
        token = view.tokens[n]
        top = top_below(token, verb, view)
        if top.head is verb and top.role.name in OWN:
            n, last = max(view.right[top.i], n) + 1, top
        elif token.upos == "PUNCT":
            n, last = n + 1, None
        else:
            break
    n = min(n, low)
    if last is None and verb.lemma.lower() in cues.words("addressed") and (told := _behind_addressee(view, n, subject or child)):
        return told
    if last is not None and subject is None and _its_subject(verb, last, child):
        return view.left[last.i]
    return _past_when(view, n, subject or child)


def _behind_addressee(view: View, first: int, subject: Token) -> int:
    """Give where the clause begins that the parse runs together with whom it is told to ("told *the jury | the case* was weak"); else 0."""
    for n in range(subject.i, first, -1):
        token, before = view.tokens[n], view.tokens[n - 1]
        opens = token.role.determiner or (token is subject and token.upos == "PRON")
        if opens and before.upos in ("NOUN", "PROPN"):
            return n
    return 0


def _its_subject(verb: Token, noun: Token, child: Token) -> bool:
    """Tell whether the noun between a verb of saying and a finite clause without a subject is that clause's ("said *it* was over")."""
    if not (noun.role.object or noun.role.indirect or noun.role.acting) or verb.lemma.lower() in cues.words("addressed"):
        return False
    around = phrase_of(child)
    return child.form.finite or any(c.form.finite for c in (*around.copulas, *around.auxiliaries))


def _past_when(view: View, n: int, subject: Token) -> int:
    """Skip the day of speaking that the parse takes for part of the clause ("said *late on Monday* troops had …")."""
    i = n + 1 if view.tokens[n].lower in ("late", "early", "earlier") else n
    if view.tokens[i].lower == "on":
        i += 1
    elif i > n:
        return n
    if not is_when(view.tokens[i]) or (view.tokens[i].lower in PERIODS and not is_when(view.tokens[n - 1])):
        return n
    while i < subject.i and is_when(view.tokens[i]):
        i += 1
    first = view.tokens[i]
    return i if n < i <= subject.i and first.upos in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ") else n


def clause_end(view: View, verb: Token, child: Token) -> int:
    """Give the last token of a reported clause.

    Up to the next comma the words belong to it even where the parse hangs them on the verb of saying; what the reporter adds
    after a comma (", noting that …", ", while …", ", according to …") does not, even where the parse thinks so.
    """
    end = view.right[child.i]
    limit = _limit(view, verb, end)
    while end < limit and (further := _one_more(view, verb, end, limit)) > end:
        end = further
    return cut(view, verb, max(clause_start(view, verb, child), min(child.i, end)), end)


def thing_end(view: View, verb: Token, first: int, end: int) -> int:
    """Give the last token of a reported thing: up to the next comma, or to a phrase that tells of the act of speaking."""
    limit = _limit(view, verb, end)
    while end < limit and (_open(view.tokens[end]) or not _circumstance(view.tokens[end + 1])):
        further = _one_more(view, verb, end, limit)
        if further == end:
            break
        end = further
    return cut(view, verb, first, end)


def _open(token: Token) -> bool:
    """Tell a preposition that ends no thing: "responsibility *for* Saturday's attack"."""
    return token.role.preposition and token.upos == "ADP"


def _limit(view: View, verb: Token, end: int) -> int:
    """Give the last token that a content may reach: the sentence's, or the clause's where the sentence goes on after it."""
    last = verb.sentence.tokens[-1].i if verb.role.name not in EMBEDDED else max(view.right[verb.i], end)
    return min(last, max(end, verb.i) + MAX_CONTENT)


def _one_more(view: View, verb: Token, end: int, limit: int) -> int:
    """Take one token more into a content, unless it is a comma or the like, or *and* with another verb of saying."""
    token = view.tokens[end + 1]
    if view.inside[end + 1] is None:
        if _that_too(view, end + 2):
            return end + 1
        if view.comma(end + 1) or token.text in STOPS or token.text in (")", "("):
            return end
        if token.text == ":" and not (end + 3 <= limit and (view.inside[end + 2] is not None or view.inside[end + 3] is not None)):
            return end
        after = view.at(end + 2)
        if token.role.conjunction and (after is None or after.lower != "that") and _joins_to(verb, token):
            return end
    return end + 1


def _that_too(view: View, i: int) -> bool:
    """Tell a second clause of what is said, which begins with *that* again: "…, *but that* the list keeps growing"."""
    conjunction, that = view.at(i), view.at(i + 1)
    joined = conjunction is not None and conjunction.upos == "CCONJ" and view.inside[i] is None
    return joined and that is not None and that.lower == "that" and that.role.mark


def _joins_to(verb: Token, conjunction: Token) -> bool:
    """Tell whether *and* joins something to the verb of saying itself and not to what is said."""
    top = conjunction.head
    for _ in range(MAX_CLIMB):
        if top.head is top or top.role.conjunct:
            break
        top = top.head
    if not top.role.conjunct or (top.head is not verb and top.head.i >= verb.i):
        return False
    return not phrase_of(top).has_subject or cues.verb(top) is not None


def cut(view: View, verb: Token, first: int, end: int) -> int:
    """Cut a content at a comma or dash after which the reporter speaks again, and before a second verb of saying."""
    for i in range(first + 1, min(end, first + MAX_CONTENT)):
        token = view.tokens[i]
        if view.inside[i] is not None:
            continue
        if view.comma(i) and reporter_again(view, i + 1, end):
            return i - 1
        if token.role.conjunction and (again := _second_verb(view, verb, token)) is not None and again.i <= end:
            return i - 1
        if _meanwhile(view, verb, token):
            return i - 1
        if _unconfirmed(view, token):
            return i - 2 if view.comma(i - 1) else i - 1
    return end


def _unconfirmed(view: View, conjunction: Token) -> bool:
    """Tell the reporter's word that nobody bears it out: "said the bridge was safe *but engineers could not confirm it*"."""
    second = conjunction.head
    if conjunction.lower != "but" or second.lemma.lower() not in cues.words("checking"):
        return False
    if not phrase_of(second).negated or view.tokens[conjunction.i + 1].lower == "that":
        return False
    subject = view.subject[second.i]
    return subject is None or subject.upos != "PRON"


def _meanwhile(view: View, verb: Token, token: Token) -> bool:
    """Tell whether *as* or *after* tells when it was said, not what: "X denies that …, *as Y speaks*", "… *after admitting* that …".

    In the present tense of headlines and short items a clause with *as* goes with the verb of saying that stands in it too.
    """
    if token.lower in ("after", "before", "while") and (token.role.mark or token.role.preposition):
        return token.head.i == token.i + 1 and cues.verb(token.head) is not None
    if token.lower != "as" or not token.role.mark or not phrase_of(token.head).has_subject:
        return False
    titled = token.sentence.part.kind in ("title", "subheading")
    carrier = carrier_of(token.head)
    return titled or (verb.form.present and carrier is not None and carrier.form.present)


def _second_verb(view: View, verb: Token, conjunction: Token) -> Token | None:
    """Give the second verb of "X said … *and added* that …", even where the parse joins it to what is said."""
    n = conjunction.i + 1
    while n < len(view.tokens) and view.tokens[n].upos == "ADV":
        n += 1
    token, after = view.at(n), view.at(n + 1)
    did = token is not None and token.form.past and any(c.lower == "did" for c in phrase_of(verb).auxiliaries)
    if token is None or after is None or not (token.form is verb.form or did):
        return None
    if view.inside[n] is not None:
        return None
    cue = cues.verb(token)
    if cue is None:
        return None
    if token.form.gerund and (after.lower == "to" and cue.sense("t") is not None):
        return token
    if token.head is verb:
        return token
    if token.form.finite and conjunction.lower in ("and", "but") and _of_another_clause(verb, token):
        return token
    if "s" not in cue.frames or cue.frames["s"].group not in ("speech", "write"):
        return None
    speaks_on = after.lower == "that" or view.inside[n + 1] is not None or bool(phrase_of(token).contents)
    return token if speaks_on else None


def _of_another_clause(verb: Token, second: Token) -> bool:
    """Tell by its tense that a verb goes with the saying and not with what is said ("*says* that they may go and *urges* them to")."""
    clause = second.head if second.role.conjunct else next(iter(phrase_of(verb).contents), None)
    return clause is not None and shifts_tense(clause, second)


def reporter_again(view: View, i: int, end: int) -> bool:
    """Tell whether the words after a comma are the reporter's own."""
    token = view.tokens[i]
    if view.inside[i] is not None:
        return False
    if token.lower in cues.words("cut") or _but_in_fact(view, i, end):
        return True
    if token.upos == "ADV" and i < end:
        token = view.tokens[i + 1]
    return token.form.gerund and cues.verb(token) is not None


def _but_in_fact(view: View, i: int, end: int) -> bool:
    """Tell whether *but* goes on with what the reporter knows: another noun as subject, and no verb form of reported speech."""
    if view.tokens[i].lower != "but" or i >= end or _that_too(view, i):
        return False
    top = view.tokens[i + 1]
    for _ in range(MAX_CLIMB):
        if top.head is top or top.head.i <= i or top.role.conjunct:
            break
        top = top.head
    subject = next((c for c in phrase_of(top).subjects if c.i > i), None)
    shifted = any(c.lower in ("would", "could", "had", "should") for c in phrase_of(top).auxiliaries)
    return subject is not None and subject.upos != "PRON" and not shifted


def _circumstance(token: Token) -> bool:
    """Tell whether a phrase of when, where or how it was said begins ("on Sunday", "in a statement", "without details")."""
    if any(c.lower in ("every", "each") for c in phrase_of(token).determiners):
        return False  # "promised protests *every week*": how often, not when it was said
    if token.lower in cues.words("circumstance") or is_when(token) or token.upos == "ADV":
        return True
    if token.form.gerund and cues.speaks(token):
        return True  # "tweeted her reasons *saying* …"
    if not token.role.preposition or token.lower not in ("in", "on", "at", "by"):
        return False
    noun = token.head
    dated = noun.upos == "NUM" or (noun.name is not None and noun.name.label in ("DATE", "TIME"))
    return dated or is_when(noun) or (token.lower, noun.lower) in channel.occasions() or noun.lower in ("condition", "anonymity")


def is_when(token: Token) -> bool:
    """Tell whether a word is a weekday or the like."""
    return token.lower in cues.words("when")
