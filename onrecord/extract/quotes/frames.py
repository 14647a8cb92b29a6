"""What an active verb of saying governs, frame by frame: `said (that) …`, `promised to …`, `accused X of …`, `confirmed X`."""

from __future__ import annotations

from onrecord.extract.quotes.channel import is_outlet, occasions
from onrecord.extract.quotes.cues import Cue, noun, words
from onrecord.extract.quotes.detail import asked_when
from onrecord.extract.quotes.extent import clause_end, clause_start, is_when, thing_end
from onrecord.extract.quotes.reported import Reported, infinitive_of, object_of, phrase_with, report, spoken
from onrecord.extract.quotes.view import MARKS, View
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token


def clause(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`said (that) …`, `asked whether …`."""
    for child in phrase_of(verb).words:
        if child.i < verb.i or is_infinitive(child) or not (complement(child, cue) or child is asked_when(verb)):
            continue
        question = view.tokens[view.left[child.i]].lower in words("question")
        sense = cue.sense("w", "s") if question else cue.sense("s", "q", "w")
        if sense is None:
            continue
        if "x" in cue.frames and not (phrase_of(child).has_subject or phrase_of(child).marks):
            return None
        start = clause_start(view, verb, child)
        if view.tokens[start].lower in cue.phrases:
            return None
        end = _quoted_first(view, start) or clause_end(view, verb, child)
        return report(view, verb, [(start, end)], sense, "quote/indirect/clause")
    return _after_occasion(view, verb, cue) or _after_that(view, verb, cue)


def _quoted_first(view: View, start: int) -> int | None:
    """Give the end of a quotation that opens a clause and closes with a comma: what follows is the reporter's (“We lost,” and …)."""
    i = start + 1 if view.tokens[start].text in MARKS and start + 1 < len(view.tokens) else start
    region = view.inside[i]
    if region is None or view.document.text[region.end - 1] != ",":
        return None
    return view.index_at(region.end) - 1


def complement(child: Token, cue: Cue) -> bool:
    """Tell whether a dependent is a reported clause; *if* and *whether* may hang on a verb of asking as an adverbial."""
    if child.role.adverbial:
        return "w" in cue.frames and cue.frames["w"].group == "ask" and phrase_of(child).mark in ("if", "whether")
    return child.role.content or (child.role.complement and phrase_of(child).mark is not None)


def _after_that(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`adding that …`, where the parse has hung the clause on another verb."""
    that, sense = view.at(verb.i + 1), cue.sense("s")
    if that is None or sense is None or that.lower != "that" or not that.role.mark:
        return None
    return report(view, verb, [(that.i, thing_end(view, verb, that.i, view.right[that.head.i]))], sense, "quote/indirect/clause")


def _after_occasion(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`said in a statement that …`: the clause hangs on the statement but belongs to the verb."""
    sense = cue.sense("s")
    if sense is None:
        return None
    for child in phrase_of(verb).words:
        if child.i < verb.i or not (child.role.oblique or ((child.role.object or child.role.indirect) and "a" in cue.frames)):
            continue
        if noun(child) is not None and phrase_of(child).preposition == "to":
            continue  # "responded *to claims* that …": another's words
        for said in phrase_of(child).words:
            clause = said.role.describing or said.role.content
            that = next(iter(phrase_of(said).marks), None) if clause else None
            if that is not None and that.lower == "that":
                return report(view, verb, [(that.i, clause_end(view, verb, said))], sense, "quote/indirect/clause")
            if _bare_clause(view, child, said):
                return report(view, verb, [(view.left[said.i], clause_end(view, verb, said))], sense, "quote/indirect/clause")
    return None


def _bare_clause(view: View, occasion: Token, said: Token) -> bool:
    """Tell a clause without *that* behind the occasion of saying it ("said in a statement *she was disappointed*")."""
    around = phrase_of(said)
    subject = around.doer or next(iter(around.patients), None)
    if (phrase_of(occasion).preposition, occasion.lemma.lower()) not in occasions() or subject is None:
        return False
    return view.left[said.i] == occasion.i + 1


def infinitive(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`promised to …`, `urged X to …`."""
    child = infinitive_of(verb)
    if child is None:
        return None
    between = (c for c in [*phrase_of(verb).words, *phrase_of(child).words] if verb.i < c.i < child.i)
    obj = next((c for c in between if c.role.object or c.role.indirect or c.role.acting), None)
    if obj is not None:
        sense, first, rule = cue.sense("ot", "at"), view.left[obj.i], "quote/indirect/object-to"
    else:
        sense, first, rule = cue.sense("t"), view.left[child.i], "quote/indirect/to"
        if sense is None and child.role.content:
            sense = cue.sense("ot")
    if sense is None:
        return None
    end = clause_end(view, verb, child)
    if sense.act == "decline_to_say":
        end = _before_other_clause(view, child, end)
    return spoken(report(view, verb, [(max(first, verb.i + 1), end)], sense, rule))


def _before_other_clause(view: View, told: Token, end: int) -> int:
    """Leave out when and why somebody would not speak ("declined to comment *before the hearing began*"); what it was about stays."""
    marks = (t for t in view.tokens[told.i + 1 : end + 1] if t.role.mark and t.head.role.adverbial)
    return next((t.i - 1 for t in marks if t.lower not in words("question")), end)


def predicate(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`called him a liar`."""
    sense, obj = cue.sense("x"), object_of(verb) or next((c for c in phrase_of(verb).expletives if c.i > verb.i), None)
    if sense is None or obj is None:
        return None
    child = next((c for c in phrase_of(verb).words if c.i > verb.i and _predicate(c)), None)
    child = child or next((c for c in phrase_of(obj).modifiers if c.i > obj.i), None)  # "called the order *swift*"
    if child is None:
        beside = (*phrase_of(obj).appositions, *(c for c in phrase_of(obj).attributes if not phrase_of(c).prepositions))
        quoted = next((c for c in beside if view.inside[c.i] is not view.inside[obj.i]), None)
        if quoted is None:
            return None
        child = quoted
    first = max(min(view.left[obj.i], view.left[child.i]), verb.i + 1)
    last = max(view.right[obj.i], view.right[child.i])
    return report(view, verb, [(first, thing_end(view, verb, first, last))], sense, "quote/indirect/predicate")


def _predicate(child: Token) -> bool:
    """Tell what somebody is called or found to be ("called it *unlikely*", "found him *to be ill*"), but no act."""
    role = child.role
    return (role.complement or role.content) and (not is_infinitive(child) or bool(phrase_of(child).copulas))


def object_phrase(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`accused X of …`, `described X as …`, `blamed X for …`."""
    obj = object_of(verb) if cue.objects else None
    found = phrase_with(view, verb, obj, cue.objects) if obj is not None else None
    if obj is None or found is None:
        return None
    preposition, end, sense = found
    charge = preposition.lower == "of"  # what is said of the accused, not who is accused
    first = preposition.i + 1 if charge else max(view.left[obj.i], verb.i + 1)
    end = thing_end(view, verb, first, max(end, view.right[obj.i]))
    return report(view, verb, [(first, end)], sense, f"quote/indirect/object-{preposition.lower}")


def phrase_only(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`called for …`, `referred to …`."""
    if not cue.phrases:
        return None
    for child in phrase_of(verb).words:
        role = child.role
        if child.i < verb.i or not (role.joined or role.adverbial or role.content or role.complement or role.object):
            continue
        around = phrase_of(child)
        case = next((c for c in (*around.prepositions, *around.marks) if c.lower in cue.phrases and c.i < child.i), None)
        if case is None or case.i > verb.i + 3 or is_when(child) or (child.name is not None and child.name.label in ("DATE", "TIME")):
            continue
        if is_outlet(child):
            continue
        end = clause_end(view, verb, child) if not child.role.oblique else thing_end(view, verb, case.i + 1, view.right[child.i])
        return report(view, verb, [(case.i + 1, end)], cue.phrases[case.lower], f"quote/indirect/{case.lower}", preposition=case)
    return None


def thing(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`confirmed the call`, `denied involvement`, `criticised the bill`, `denied stealing the car`."""
    sense = cue.sense("n", "g")
    if sense is None:
        return None
    for child in phrase_of(verb).words:
        first = view.left[child.i]
        if first < verb.i:
            continue
        named = child.role.object and "n" in cue.frames and child.upos != "SYM" and not is_when(child)
        if named and sense.act == "deny" and phrase_of(verb).indirects:
            return None
        if named or (child.role.complement and child.form.gerund and "g" in cue.frames):
            claimed = claimed_in(child) if sense.act == "deny" else None
            if claimed is not None:
                end = thing_end(view, verb, view.left[claimed.i], view.right[claimed.i])
                return spoken(report(view, verb, [(view.left[claimed.i], end)], sense, "quote/indirect/clause"))
            end = _with_as(view, verb, child, thing_end(view, verb, first, _before_occasion(view, child)))
            return spoken(report(view, verb, [(first, end)], sense, "quote/indirect/object"))
    return None


def _before_occasion(view: View, thing: Token) -> int:
    """Give the last token of a thing without the occasion that the parse hangs on it ("announced the schedule *in a statement*")."""
    for child in phrase_of(thing).words:
        if child.i > thing.i and (phrase_of(child).preposition, child.lemma.lower()) in occasions():
            return view.left[child.i] - 1
    return view.right[thing.i]


def _with_as(view: View, verb: Token, thing: Token, end: int) -> int:
    """Take in what the thing is said to be: "announced Ann Lee *as his choice*"."""
    after = view.at(end + 1)
    if after is None or after.lower != "as" or not (after.role.preposition or after.role.mark) or after.head.head not in (verb, thing):
        return end
    return thing_end(view, verb, end + 1, view.right[after.head.i]) if not phrase_of(after.head).doers else end


def claimed_in(thing: Token) -> Token | None:
    """Give the *that* clause of a claim that is denied: "denied reports *that it would close*"."""
    if noun(thing) is None:
        return None
    clauses = (c for c in phrase_of(thing).words if c.role.describing or c.role.content)
    return next((c for c in clauses if phrase_of(c).mark == "that"), None)
