"""Texts of any length that no letter is, made of what letters, mails and pages hold and patterns look for."""

from itertools import pairwise

# One of each kind, parted by "¦".
FRAGMENTS = """
a¦A¦1¦-¦- ¦1. ¦(a) ¦iv) ¦'¦"¦“¦’¦> ¦>¦(¦[¦)¦*¦**¦_¦|¦#¦# ¦.¦. ¦, ¦:¦;¦/¦\\¦@¦• ¦☒ ¦–¦a.¦a-¦a@¦a.b-¦=¦~¦-----¦www.¦
<¦<p>¦<b¦</table>¦<table>¦<td>¦&amp;¦<!--¦http://a/¦Dear ¦Home ¦Jo Q. ¦Mr ¦PCC ¦and ¦of ¦one, two ¦1, ¦R1 ¦Section 1 – ¦
Police and Crime Commissioner for ¦the Chief Constable of ¦recommendation 1, ¦Recommendation 1 ¦
recommendations 1, 2 and ¦Response: ¦response ¦We accept ¦we cannot accept ¦reject ¦action to implement ¦on behalf of ¦
awaiting ¦complete ¦by 1 June 2021 ¦01/02/2021 ¦2021 ¦1st ¦RAG: Green ¦He said: '¦below: ¦From: a ¦
I have asked the Chief Constable ¦On 1 June 2021 at 10:00, Jo wrote: ¦Yours sincerely
""".replace("\n", "").split("¦")
BETWEEN = ("", "\n", "\t")
SPACES = (" ", "\t", " \t", "\u00a0", "\n", " \n", "\f", "\r", "\u00ad")


def long_texts() -> list[tuple[str, str]]:
    """(what is repeated, what ends it)."""
    alone = [(fragment + between, "") for between in BETWEEN for fragment in FRAGMENTS]
    # Two that stand together by chance, and an end that is like none of the rest.
    pairs = [(one + two, "\n!") for one, two in pairwise(sorted(FRAGMENTS, key=lambda it: it[::-1]))]
    return [*((space, "!") for space in SPACES), *alone, *pairs]


def of_length(characters: int, repeated: str, end: str = "") -> str:
    return (repeated * (characters // len(repeated) + 1))[:characters] + end
