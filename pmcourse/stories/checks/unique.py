"""unique: no two stories ask for the same.

Stories are compared by what is wanted, without the small words and endings. No pair is compared that cannot be alike:
two lists that share most of their words share one of their rarest (prefix filtering: Chaudhuri, Ganti & Kaushik 2006),
so each story meets only those found under one of its rarest words, and of these at most the latest MEETS.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from pmcourse.findings import Finding
from pmcourse.stories.checks.lists import synonyms
from pmcourse.stories.parse import Parsed
from pmcourse.stories.texts import finding, quoted
from pmcourse.stories.words import content, tokens

SLIP = 0.8  # difflib's ratio of two words: "recieve" and "receive", not "enable" and "disable"
FEW = 3  # words of the wish: with fewer, one more word makes another wish
MEETS = 20  # stories that one is compared with
_DENIALS = frozenset({"not", "no", "never", "without", "cannot", "don't", "can't", "won't"})


@dataclass(frozen=True, slots=True)
class _Core:
    """What a story comes down to: stems of its wish as said, and sorted with one word for all synonyms; role, end."""

    item: str
    story: Parsed
    said: tuple[str, ...]
    wish: tuple[str, ...]
    words: frozenset[str]
    denials: int
    role: tuple[str, ...]
    end: tuple[str, ...]

    @classmethod
    def of(cls, item: str, story: Parsed) -> _Core:
        said, role, end = (tuple(content(story.word(part))) for part in ("means", "role", "end"))
        said = said or (story.word("means"),)
        wish = tuple(sorted(synonyms().get(word, word) for word in said))
        denials = sum(word.low in _DENIALS for word in tokens(story.text, story.wish.start, story.means.end))
        return cls(item, story, said, wish, frozenset(wish), denials, role, end)


def check(stories: Mapping[str, Parsed]) -> list[Finding]:
    """Stories that say the same, or nearly; each is told one other, and the gravest likeness.

    What is no story is compared as it stands.
    """
    cores = [_Core.of(item, story) for item, story in stories.items() if story.is_story]
    found = [_finding(*pair) for pair in _pairs(cores)]
    lines: dict[object, list[tuple[str, Parsed]]] = defaultdict(list)
    for item, story in stories.items():
        if not story.is_story and story.body:
            lines[tuple(content(story.word("body"))) or story.word("body")].append((item, story))
    for same in lines.values():
        for item, story in same if len(same) > 1 else ():
            other = next(other for other, _ in same if other != item)
            found.append(finding("same", item, other=other, text=story.text, span=story.body))
    return found


def _pairs(cores: list[_Core]) -> Iterable[tuple[str, _Core, _Core]]:
    """(in what way they are alike, a story, the other one), at most one for each story."""
    met: dict[str, tuple[str, _Core, _Core]] = {}
    order = ("same", "slip", "nearly_same", "same_means", "same_for_others")
    for one, other in _candidates(cores):
        kind = _likeness(one, other)
        if kind:
            for this, that in ((one, other), (other, one)):
                if this.item not in met or order.index(kind) < order.index(met[this.item][0]):
                    met[this.item] = (kind, this, that)
    return met.values()


def _likeness(one: _Core, other: _Core) -> str:
    """In what way two stories are alike, "" where they are not."""
    same_role = one.role == other.role
    if one.denials != other.denials:
        return ""
    if one.wish == other.wish:
        if not same_role:
            return "same_for_others"
        if one.end != other.end:
            return "same_means"
        return "same" if one.said == other.said else "slip"
    left, right = one.words - other.words, other.words - one.words
    if len(left) + len(right) > 2 or len(one.words & other.words) < FEW - 1:
        return ""
    if len(left) == len(right) == 1 and _slip(*left, *right):
        return "slip" if same_role else "same_for_others"
    more_alone = same_role and len(left) + len(right) == 1 and len(one.words & other.words) >= FEW
    return "nearly_same" if more_alone else ""


def _slip(one: str, other: str) -> bool:
    """Whether two words differ by a slip: long enough, begun alike, without digits."""
    if min(len(one), len(other)) < 4 or one[0] != other[0] or any(sign.isdigit() for sign in one + other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= SLIP


def _candidates(cores: list[_Core]) -> Iterable[tuple[_Core, _Core]]:
    """Pairs that may be alike: the same wish, or one of their rarest words in common."""
    counts = Counter(word for core in cores for word in set(core.wish))
    by_wish: dict[tuple[str, ...], list[_Core]] = defaultdict(list)
    by_word: dict[str, list[_Core]] = defaultdict(list)
    for core in cores:
        same = by_wish[core.wish]
        for other in same[:MEETS]:
            yield other, core
        same.append(core)
        if len(same) > 1:
            continue  # its wish has met the others already
        rarest = sorted(set(core.wish), key=lambda word: (counts[word], word))
        seen: dict[int, _Core] = {}
        for word in rarest[: 1 + len(rarest) // 3]:
            for other in by_word[word][-MEETS:]:
                seen[id(other)] = other
            by_word[word].append(core)
        for other in seen.values():
            yield other, core


def _finding(kind: str, core: _Core, other: _Core) -> Finding:
    place = {"text": core.story.text, "span": core.story.means}
    if kind == "same":
        return finding(kind, core.item, other=other.item, text=core.story.text, span=core.story.body)
    if kind == "same_for_others":
        return finding(kind, core.item, other=other.item, said=quoted(other.story.word("role")), **place)
    if kind == "same_means":
        why = quoted(other.story.word("end")) or "none is given"
        return finding(kind, core.item, other=other.item, said=why, **place)
    said = quoted(other.story.word("means"))
    return finding("nearly_same", core.item, other=other.item, said=said, **place, guess=kind == "nearly_same")
