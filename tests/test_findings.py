import pytest
from pydantic import ValidationError

from pmcourse.findings import Finding, Severity, Verdict, Where


def test_every_verdict_and_severity_has_a_word_and_a_sign_of_its_own():
    for kind in (Verdict, Severity):
        signs = [member.symbol for member in kind]
        assert len(set(signs)) == len(kind)
        assert all(len(sign) == 1 for sign in signs)
    assert len({severity.word for severity in Severity}) == len(Severity)
    assert [verdict.value for verdict in Verdict] == ["not attempted", "not yet", "right", "cannot be graded"]


@pytest.mark.parametrize(("start", "end"), [(1, None), (None, 1), (3, 2), (-1, 2)])
def test_a_span_that_is_half_or_upside_down_is_refused_with_its_values(start, end):
    with pytest.raises(ValidationError, match="span"):
        Where(item="A", start=start, end=end)


def test_a_span_may_be_absent_or_empty():
    assert Where(item="A").start is None
    assert Where(item="A", start=2, end=2).end == 2


def test_a_finding_does_not_change():
    finding = Finding(skill="kanban", criterion="c", severity=Severity.MUST, message="m", why="w", hint="h")
    with pytest.raises(ValidationError, match="frozen"):
        finding.message = "other"
