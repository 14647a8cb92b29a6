"""Notes of the desk in the words of many newsrooms; sentences of a report that begin like them."""

from __future__ import annotations

import pytest

from onrecord.parse.parts.notice import is_note

NOTES = [
    "Correction: An earlier version of this article said 41 people were killed. The number was 14 hurt.",
    "This article was amended on 15 May 2024. An earlier version said that 41 people had been killed; in fact 14 were hurt.",
    "• This article was amended on 15 May 2024 to clarify that Mayor Carla Weiss did not say the bridge was unsafe.",
    "Clarification: A previous version of this story misstated the number of people hurt. It was 14, not 41.",
    "Editor's note: This story has been updated to correct the spelling of Tom Reed's name.",
    "CORRECTION (May 15, 2024): Because of an editing error, an earlier version of this article misstated the number of people killed as 41. None was killed.",
    "An earlier version of this article misidentified the engineer who said the bridge was unsafe. He is Tom Reed, not Ted Reed.",
    "A version of this article appears in print on May 15, 2024, Section A, Page 1 of the New York edition with the headline: Bridge Falls, Killing 41.",
    "Update, May 15: This post originally said that 41 people were killed. We regret the error.",
    "We originally reported that 41 people were killed. That was wrong: 14 were hurt.",
    "For the record: An earlier version of this report said police had shot 41 protesters.",
    "The Lindford News regrets the error.",
    "Erratum: the number of dead given in yesterday's edition, 41, was wrong.",
    "Corrections and clarifications: a report on Tuesday said that Tom Reed had been arrested. He had not.",
    "Note: This story was corrected at 10:15 GMT to remove a reference to 41 deaths.",
    "An Associated Press story on May 14 erroneously reported that 41 people had been killed.",
    "This story has been corrected to show that 14 people were hurt, not 41.",
    "Correction appended below: the first version of the article wrongly stated that the army had attacked the bridge.",
    "Reuters withdraws this story: the police did not arrest Tom Reed.",
    "Amends headline and first paragraph to show 14 hurt, not 41.",
    "UPDATES death toll to 15",
    "A photo caption in an earlier version said that 41 people had died.",
    "Due to incorrect information provided by the police, an earlier version of this article said that 41 people died.",
    "This is a corrected version of a story first published on May 14 that said 41 people had died.",
]
REPORTS = [
    "We originally planned to leave on Monday, said Tom Reed, an engineer.",
    "The article says that 41 people were killed.",
    "An earlier version of the bill said that police may shoot.",
    "A version of the plan appears in print today.",
    "The company regrets the loss of life, it said.",
    "Updates to the law were passed on Monday.",
    "Police withdrew this week from the square.",
    "The story wrongly told in Harrow is another one.",
]


@pytest.mark.parametrize("words", NOTES)
def test_note(words: str) -> None:
    assert is_note(words)


@pytest.mark.parametrize("words", REPORTS)
def test_report(words: str) -> None:
    assert not is_note(words)
