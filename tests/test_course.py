import os
from datetime import datetime
from pathlib import Path

import pytest
from traitlets.config import Config

from pmcourse.course import LatePolicy, Lesson, Limits, SettingError, find_root, load
from pmcourse.errors import CourseError
from pmcourse.gradebook.guard import configure

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "course_config.py").read_text(encoding="utf-8")


def test_the_projects_own_settings_are_right():
    course = load(ROOT)
    names = [lesson.name for lesson in course.lessons]
    assert names == sorted(names)
    assert {"07-stories", "08-backlog", "09-roadmap"} <= {lesson.name for lesson in course.assignments}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("penalty_per_day=0.10", "penalty_per_day=10", ["LatePolicy.penalty_per_day", "less than or equal to 1", "10"]),
        ("memory_mb=1024", "memory_mb=-1", ["Limits.memory_mb", "greater than 0", "-1"]),
        ("memory_mb=1024", "memori_mb=1024", ["Limits.memori_mb", "not a setting"]),
        ("tzinfo=UTC", "tzinfo=None", ["Lesson.due", "time zone"]),
        ('"backlog-management",', '"flying",', ["Lesson.skills", "flying"]),
        ("most=0.50", "most=0.05", ["LatePolicy: most must be at least penalty_per_day", "0.1", "0.05"]),
        ('db_url="sqlite', 'db_url="excel', ["Course.db_url", "excel"]),
        ("sqlite:///gradebook.db", "postgresql://host:port/book", ["db_url", "SQLAlchemy", "host:port"]),
    ],
)
def test_a_wrong_setting_is_refused_with_its_name_the_rule_and_the_value(tmp_path, old, new, words):
    assert old in TEXT
    (tmp_path / "course_config.py").write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingError) as caught:
        load(tmp_path)
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("place", ["grader:s3cret@host/book", "grader@host/book?password=s3cret"])
def test_a_password_in_a_file_that_learners_have_is_refused_and_not_shown(tmp_path, place):
    text = TEXT.replace("sqlite:///gradebook.db", f"postgresql+psycopg://{place}")
    (tmp_path / "course_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=r"db_url must hold no password.*pgpass") as caught:
        load(tmp_path)
    assert "s3cret" not in str(caught.value)


def test_nbgrader_is_given_the_courses_folder_database_and_exchange(tmp_path):
    (tmp_path / "course_config.py").write_text(TEXT, encoding="utf-8")
    c = Config()
    load(tmp_path).configure(c)
    assert c.CourseDirectory.root == str(tmp_path)
    assert c.CourseDirectory.db_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert c.Exchange.root == str(tmp_path / "exchange")
    assert (tmp_path / "exchange").is_dir()


def test_validate_waits_for_what_a_cell_shows_as_long_as_for_the_cell(tmp_path):
    (tmp_path / "course_config.py").write_text(TEXT, encoding="utf-8")
    course = load(tmp_path)
    course.configure(c := Config())
    assert c.Execute.iopub_timeout == c.Execute.timeout == course.limits.cell_seconds  # not four seconds


def test_nbgraders_assignment_list_finds_the_newest_courses_settings_and_the_learners_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/etc/hub")
    for name in ("last-year", "this-year"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "course_config.py").write_text(TEXT, encoding="utf-8")
        load(tmp_path / name).configure(c := Config())
    assert os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(tmp_path / "this-year"), "/etc/hub"]
    assert c.Exchange.assignment_dir == str(tmp_path / "this-year" / "work")
    assert (tmp_path / "this-year" / "work").is_dir()


def test_a_hub_moves_the_exchange_with_one_variable(tmp_path, monkeypatch):
    (tmp_path / "course_config.py").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("PMCOURSE_EXCHANGE", str(tmp_path / "hub"))
    assert load(tmp_path).exchange_folder == tmp_path / "hub"


def test_an_exchange_outside_the_project_is_not_made_in_silence(tmp_path, monkeypatch):
    project = tmp_path / "project"
    project.mkdir()
    (project / "course_config.py").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("PMCOURSE_EXCHANGE", str(tmp_path / "hubb"))
    with pytest.raises(SettingError, match="PMCOURSE_EXCHANGE must name a folder that is there") as caught:
        load(project).configure(Config())
    assert str(tmp_path / "hubb") in str(caught.value) and not (tmp_path / "hubb").exists()
    (tmp_path / "hubb").mkdir()
    load(project).configure(c := Config())
    assert c.Exchange.root == str(tmp_path / "hubb")


def test_settings_of_nbgraders_own_are_taken_but_not_those_that_lead_out_of_the_rooms(tmp_path):
    extra = "\nc = get_config()\nc.NbGrader.logfile = 'x.log'\nc.Autograde.exporter_class = 'a.b'\n"
    (tmp_path / "course_config.py").write_text(TEXT + extra, encoding="utf-8")
    configure(c := Config(), tmp_path)
    assert c.NbGrader.logfile == "x.log"
    assert c.Autograde.exporter_class == "pmcourse.gradebook.execute.GradeApart"


def test_the_project_is_found_from_any_folder_in_it():
    assert find_root(ROOT / "source" / "08-backlog") == ROOT


def test_outside_a_project_the_learner_is_told_where_to_go(tmp_path):
    with pytest.raises(CourseError, match="Go to the course's folder"):
        find_root(tmp_path)


def test_two_lessons_of_one_name_are_refused(tmp_path):
    text = TEXT.replace('name="00-start-here"', 'name="08-backlog"')
    (tmp_path / "course_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match="different names") as caught:
        load(tmp_path)
    assert "'08-backlog' stands there 2 times" in str(caught.value) and len(str(caught.value)) < 200


def test_settings_have_the_limits_of_their_meaning():
    assert Limits().memory_mb > 0
    assert LatePolicy().most <= 1
    with pytest.raises(SettingError, match=r"Lesson\.name"):
        Lesson(name="backlog", title="Backlog", minutes=60, due=datetime(2027, 1, 1))
