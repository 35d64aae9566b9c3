"""`pmcourse delivery keys`: git histories with their tags and merges, tables of releases, and what is unknown."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.delivery.history import By, releases
from pmcourse.delivery.reading import moment
from pmcourse.errors import CourseError

ROOT = Path(__file__).parents[2]
DAY = 86_400
NOW = 1_800_000_000


@pytest.fixture
def values(printed):
    """A function that computes the keys of a history; returns the value of each."""
    return lambda *args, input=None: {row["key"]: row["value"] for row in printed("keys", *args, input=input)}


class Repo:
    """A repository whose clock the test sets, in days."""

    def __init__(self, path):
        self.path = path
        self.git(0, "init", "-q", "-b", "main")

    def git(self, day, *command):
        when = f"{NOW + round(day * DAY)} +0000"
        names = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        own = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull, **names}
        subprocess.run(["git", "-C", self.path, *command], check=True, capture_output=True, env=os.environ | own)

    def commit(self, day):
        self.git(day, "commit", "-q", "--allow-empty", "-m", "a change")

    def tag(self, day, name):
        self.git(day, "tag", "-a", "-m", name, name)


@pytest.fixture
def repo(tmp_path):
    return Repo(tmp_path)


def test_a_change_belongs_to_the_first_tag_that_holds_it_and_its_lead_time_ends_there(repo, run, values):
    repo.commit(0)
    repo.tag(1, "v1")  # 1 day
    repo.commit(2)
    repo.commit(6)
    repo.tag(8, "v2")  # 6 and 2 days
    repo.commit(9)
    repo.tag(22, "v3")  # 13 days
    repo.commit(30)  # not released
    found = values(repo.path)
    assert found["change lead time"] == 4 and found["deployment frequency"] == pytest.approx(2 * 7 / 21)
    assert found["time between releases"] == pytest.approx(10.5) and found["change fail rate"] is None
    err = run("keys", repo.path).stderr
    assert "v1, the first release, holds all 1 changes before it" in err and "cannot know which releases failed" in err
    assert values(repo.path, "--since", "2027-01-20")["change lead time"] == 6  # v2 and v3
    assert values(repo.path, "--tags", "v[12]")["change lead time"] == 2


def test_a_merge_is_a_release_of_what_its_branch_brought(repo, refused):
    repo.commit(0)
    repo.git(0, "checkout", "-q", "-b", "work")
    repo.commit(1)
    repo.commit(3)
    repo.git(0, "checkout", "-q", "main")
    repo.git(5, "merge", "-q", "--no-ff", "-m", "merge", "work")
    found, _ = releases(repo.path, By.MERGES)
    assert [(one.released - change).days for one in found for change in sorted(one.changes)] == [5, 4, 2]
    assert "No tag fits. Say --by merges" in refused("keys", repo.path)


def test_incidents_mark_what_failed_and_an_unknown_release_stands_aside_with_its_line(repo, tmp_path, run, values):
    repo.commit(0)
    for day, name in ((1, "v1"), (9, "v2"), (20, "v3"), (30, "v4")):
        repo.tag(day, name)
    marks = tmp_path / "failed.csv"
    marks.write_text("release,recovered at\nv2,2027-01-24T12:00:00Z\n")
    found = values(repo.path, "--incidents", marks)
    assert found["change fail rate"] == 0.25 and found["failed deployment recovery time"] == pytest.approx(4.0, abs=1)
    assert found["deployment rework rate"] is None
    marks.write_text("release,recovered at\nv9,2027-01-24\nv2,soon\n")
    result = run("keys", repo.path, "--incidents", marks)
    assert result.exit_code == 1
    assert "line 2: kept aside. The row names a release that is not there (got 'v9')" in result.stderr
    assert "line 3: kept aside. The row has no time that can be read as recovered (got 'soon')" in result.stderr


def test_a_clock_that_was_wrong_is_told_and_gives_no_negative_lead_time(repo, run):
    repo.commit(5)
    repo.tag(1, "v1")
    repo.commit(6)
    repo.tag(9, "v2")
    result = run("keys", repo.path)
    assert "1 changes carry a time after their release" in result.stderr and "3.0" in result.stdout


def test_the_project_reads_its_own_history(printed):
    found = {row["key"]: row for row in printed("keys", ROOT, "--by", "merges")}
    assert found["change lead time"]["value"] >= 0 and "releases" in found["deployment frequency"]["of"]


def test_what_is_no_repository_is_said_in_gits_words(tmp_path, refused):
    assert "cannot be read as a git repository: fatal: not a git repository" in refused("keys", tmp_path)


TABLE = """Deployment,Deployed at,Committed at,Failed,Recovered at,Hotfix
d1,2027-03-01T10:00:00Z,2027-02-28T10:00:00Z,no,,no
d2,2027-03-08T10:00:00Z,2027-03-05T10:00:00+00:00,yes,2027-03-08T16:00:00Z,no
d2,2027-03-08T10:00:00Z,2027-03-03T10:00:00Z,,,
d3,2027-03-08T15:00:00Z,2027-03-08T14:00:00Z,no,,yes
d4,2027-03-22T10:00:00Z,2027-03-20T10:00:00Z,no,,no
"""


def test_a_table_of_deployments_gives_all_five(tmp_path, values):
    file = tmp_path / "log.csv"
    file.write_text(TABLE)
    found = values(file)
    assert found == values("-", input=TABLE)
    assert found["change lead time"] == 2 and found["deployment frequency"] == pytest.approx(1)
    assert (found["change fail rate"], found["failed deployment recovery time"]) == (0.25, 6)
    assert found["deployment rework rate"] == 0.25


def test_rows_that_cannot_be_read_stand_aside_with_their_line_and_the_rest_goes_on(run):
    spoilt = TABLE + "d5,,2027-03-23,no,,no\nd6,soon,2027-03-23,no,,no\nd7,2027-03-01,2027-03-02,no,,no\n"
    result = run("keys", "-", input=spoilt)
    assert result.exit_code == 1 and "4 releases" in result.stdout
    assert "line 7: kept aside. The row does not say when it was released" in result.stderr
    assert "line 8: kept aside. The row has no time that can be read as released (got 'soon')" in result.stderr
    assert "line 9: kept aside. The row was changed after it was released" in result.stderr


def test_a_column_that_is_not_recognised_is_asked_for_and_can_be_named(refused, values):
    table = "Id,Live since\nr1,2027-03-01\nr2,2027-03-09\n"
    said = refused("keys", "-", input=table)
    assert "no column for released. Say which: --map COLUMN=released. It has: Id, Live since" in said
    assert values("-", "--map", "Live since=released", input=table)["time between releases"] == 8


def test_few_days_give_no_rate_and_few_releases_are_told(run):
    result = run("keys", "-", input="version,released\n1,2027-03-01\n2,2027-03-03\n")
    assert result.exit_code == 0 and "unknown" in result.stdout
    assert "span less than a week" in result.stderr and "2 releases are few" in result.stderr


def test_a_day_that_is_none_is_refused_by_its_name(repo, refused):
    repo.commit(0)
    repo.tag(1, "v1")
    assert "--since must be a day such as 2027-01-01 (got 'soon')" in refused("keys", repo.path, "--since", "soon")
    assert "No release is from 2030-01-01 on" in refused("keys", repo.path, "--since", "2030-01-01")


@given(st.datetimes(timezones=st.timezones() | st.none()))
def test_a_time_in_the_usual_format_is_read_back(when):
    found = moment(when.isoformat())
    assert found.replace(tzinfo=None) == when.replace(tzinfo=None)
    assert when.tzinfo is None or found.utcoffset() == when.utcoffset()


def test_no_git_is_said_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CourseError, match="Install it, or give a CSV of releases"):
        releases(tmp_path)
