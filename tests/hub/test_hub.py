"""A class on a hub, from the release to the feedback, and what nobody on it can do to another.

Everybody does what they do through the hub's pages and their own server, or in a shell of their own account.
"""

import json
from pathlib import Path

import httpx
import pytest
import zmq
from zmq.utils.monitor import recv_monitor_message

from pmcourse.authoring.submissions import class_facts
from tests.hub.conftest import DEADLINE, until

NAME = "08-backlog"
NOTEBOOK = f"work/{NAME}/{NAME}.ipynb"
LESSON = "notebooks/07-stories.ipynb"
MADE_UP = class_facts(Path(__file__).parents[2], NAME)["LEARNERS"]
HANDS_IN = {
    who: next(one for one in MADE_UP if one.name == name) for who, name in (("ada", "model"), ("bob", "score-as-cost"))
}
INBOUND = "/srv/pmcourse-exchange/product-management/inbound"
FEEDBACK = "/srv/pmcourse-exchange/product-management/feedback"
PMCOURSE = "cd /srv/pmcourse && /opt/pmcourse/bin/pmcourse"
OTHER = {"ada": "bob", "bob": "ada"}


@pytest.fixture(scope="module")
def released(hub):
    """The assignment is in the exchange: one instructor released it by command, then another in the formgrader."""
    said = hub.machine.run(f"{PMCOURSE} release {NAME}", "instructor")
    assert f"{NAME}: released" in said
    hub.people["second"].formgrader(f"assignment/{NAME}/assign")
    hub.people["second"].formgrader(f"assignment/{NAME}/release")
    return hub


@pytest.fixture(scope="module")
def handed_in(released):
    """Both learners have fetched the assignment, worked on it and handed it in."""
    for name, work in HANDS_IN.items():
        person = released.people[name]
        assert [one["status"] for one in person.assignments()] == ["released"]
        person.assignments("fetch")
        notebook = person.ask("GET", f"api/contents/{NOTEBOOK}").json()["content"]
        for cell in notebook["cells"]:
            cell["source"] = work.cells.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        person.ask("PUT", f"api/contents/{NOTEBOOK}", json={"type": "notebook", "format": "json", "content": notebook})
        for file, text in work.files.items():
            person.write(f"work/{NAME}/{file}", text)
        assert "submitted" in [one["status"] for one in person.assignments("submit")]
    return released


@pytest.fixture(scope="module")
def graded(handed_in):
    """One instructor collected, and graded ada in the formgrader; another graded the rest by command."""
    handed_in.people["instructor"].formgrader(f"assignment/{NAME}/collect")
    handed_in.people["instructor"].formgrader(f"submission/{NAME}/ada/autograde")
    said = handed_in.machine.run(f"{PMCOURSE} grade {NAME}", "second")
    assert "1 graded, 1 unchanged" in said
    return handed_in


@pytest.fixture(scope="module")
def returned(graded):
    """Feedback was written by one instructor, released by another, and fetched by the learners."""
    graded.people["second"].formgrader(f"assignment/{NAME}/generate_feedback")
    graded.people["instructor"].formgrader(f"assignment/{NAME}/release_feedback")
    for name in HANDS_IN:
        graded.people[name].assignments("fetch_feedback")
    return graded


def points(hub, instructor="instructor"):
    """What the formgrader shows, by learner."""
    found = hub.people[instructor].ask("GET", f"formgrader/api/submissions/{NAME}").json()
    return {one["student"]: one["score"] for one in found if one["autograded"]}


class TestTheHub:
    def test_it_is_reached_by_https_alone(self, hub):
        with pytest.raises(httpx.TransportError):
            httpx.get("http://localhost:443/hub/login")

    @pytest.mark.parametrize(("name", "password"), [("ada", "bob-1"), ("nobody", "x"), ("root", "root-1")])
    def test_nobody_enters_without_an_account_and_its_password(self, hub, name, password):
        hub.machine.run("chpasswd", given="root:root-1\n")
        assert hub.log_in(name, password).status_code == 403

    def test_its_database_secret_and_key_are_for_root_alone(self, hub):
        assert hub.machine.run("ls -A /var/lib/pmcourse-hub").split() == [
            "cookie_secret", "jupyterhub.sqlite", "proxy.pid"
        ]  # fmt: skip
        for name in hub.people:
            hub.machine.cannot(name, "ls /var/lib/pmcourse-hub")
            hub.machine.cannot(name, "cat /etc/pmcourse-hub/hub.key")
            hub.machine.cannot(name, "touch /etc/pmcourse-hub/jupyterhub_config.py")
        assert "sqlite" not in hub.machine.run("ls -A /mnt/project /srv/pmcourse /srv")


class TestInstructors:
    @pytest.mark.parametrize("name", ["instructor", "second"])
    def test_the_formgrader_shows_the_course(self, released, name):
        person = released.people[name]
        page = person.ask("GET", "formgrader/manage_assignments").text
        assert "Manage Assignments" in page and "encountered an error" not in page
        listed = person.ask("GET", "formgrader/api/assignments").json()
        assert {one["name"]: one["status"] for one in listed}[NAME] == "released"

    def test_the_formgrader_and_the_command_give_the_points_that_were_earned(self, graded):
        assert points(graded) == points(graded, "second")
        assert points(graded) == {name: sum(work.points.values()) for name, work in HANDS_IN.items()}

    def test_what_one_instructor_makes_the_other_can_change(self, graded):
        for maker, other in (("instructor", "second"), ("second", "instructor")):
            graded.machine.run(f"{PMCOURSE} grade {NAME} --force", maker)
            graded.machine.run(f"{PMCOURSE} release {NAME}", maker)
            graded.people[maker].write(f"notes/by-{maker}.txt", "first")
            graded.people[other].write(f"notes/by-{maker}.txt", "then")
        assert points(graded) == {name: sum(work.points.values()) for name, work in HANDS_IN.items()}

    @pytest.mark.parametrize("name", HANDS_IN)
    def test_tests_solutions_and_grades_are_closed_to_learners(self, graded, name):
        for path in ("source", "gradebook.db", "submitted", "autograded", "course_config.py"):
            graded.machine.cannot(name, f"cat /srv/pmcourse/{path}")


class TestLearners:
    @pytest.mark.parametrize("name", HANDS_IN)
    def test_they_begin_in_their_own_copy_of_the_lessons(self, hub, name):
        listed = hub.people[name].ask("GET", "api/contents/notebooks").json()["content"]
        assert {f"{lesson}.ipynb" for lesson in ("00-start-here", "07-stories", "08-backlog")} <= {
            one["name"] for one in listed
        }
        assert "Start here" in hub.people[name].read("notebooks/00-start-here.ipynb")

    def test_validate_says_that_good_work_passes(self, handed_in):
        answer = handed_in.people["ada"].ask("POST", "assignments/validate", params={"path": NOTEBOOK}).json()
        assert answer["success"], answer
        assert not answer["value"].get("failed") and not answer["value"].get("changed"), answer

    @pytest.mark.parametrize("name", HANDS_IN)
    def test_they_read_the_feedback_on_their_own_work(self, returned, name):
        feedback = own_feedback(returned, name)
        earned = sum(HANDS_IN[name].points.values())
        assert f"<h1>08-backlog: {earned:.1f} of " in feedback, feedback[-6000:]

    def test_one_who_comes_later_has_all_that_the_others_have(self, released):
        released.machine.add("cleo")
        cleo = released.enter("cleo")
        cleo.await_server()
        assert "Start here" in cleo.read("notebooks/00-start-here.ipynb")
        cleo.assignments("fetch")
        assert '"grade_id": "rice-show"' in cleo.read(NOTEBOOK)

    def test_a_corrected_lesson_reaches_them_and_their_work_stays(self, hub):
        ada, bob = hub.people["ada"], hub.people["bob"]
        ada.write("notebooks/answers/story.json", "ada's answer")
        changed = bob.ask("GET", f"api/contents/{LESSON}").json()["content"]
        changed["cells"][0]["source"] = "bob's note"
        bob.ask("PUT", f"api/contents/{LESSON}", json={"type": "notebook", "format": "json", "content": changed})
        lesson = f"/srv/pmcourse-lessons/{LESSON}"
        corrected = json.loads(hub.machine.run(f"cat {lesson}"))
        corrected["cells"][0]["source"] = ["A corrected lesson"]
        hub.machine.run(f"cat > {lesson}", given=json.dumps(corrected))

        for person in (ada, bob):
            person.restart_server()
            assert "A corrected lesson" in person.read(LESSON)
        assert ada.read("notebooks/answers/story.json") == "ada's answer"
        assert "bob's note" in bob.read("notebooks/07-stories-mine.ipynb")
        ada.ask("GET", "api/contents/notebooks/07-stories-mine.ipynb", status=404)

    def test_a_kernel_that_wants_too_much_gets_an_error_and_the_server_goes_on(self, hub):
        ada = hub.people["ada"]
        assert ada.execute("bytearray(5 << 30)").endswith("MemoryError")
        crowd = """
import subprocess
started = []
try:
    for _ in range(1100):
        started.append(subprocess.Popen(["sleep", "600"]))
except OSError as error:
    print(error.strerror)
finally:
    for one in started:
        one.kill()
        one.wait()
"""
        assert "Resource temporarily unavailable" in ada.execute(crowd)
        ada.ask("GET", "api/status")

    def test_the_lessons_packages_fit_into_what_a_kernel_may_hold(self, hub):
        code = "from pmcourse.roadmap import lesson; import pandas, matplotlib.pyplot; print('fits')"
        assert hub.people["ada"].execute(code) == "fits\n"


@pytest.mark.parametrize("name", HANDS_IN)
class TestFromEachOther:
    def test_homes_are_closed(self, handed_in, name):
        assert handed_in.machine.run(f"stat --format %a /home/{name}").strip() == "700"
        for path in ("", f"/course/{NOTEBOOK}", "/course/notebooks", "/.local/share/jupyter/runtime"):
            handed_in.machine.cannot(name, f"ls /home/{OTHER[name]}{path}")

    def test_hand_ins_are_closed(self, handed_in, name):
        machine = handed_in.machine
        machine.cannot(name, f"ls {INBOUND}")
        [folder] = machine.run(f"ls -d {INBOUND}/{OTHER[name]}+{NAME}+*").split("\n")[:1]  # as root sees it
        before = machine.run(f"cd '{folder}' && find . -type f | sort | xargs sha256sum")
        machine.cannot(name, f"mv '{folder}' '{INBOUND}/{name}+{NAME}+2026-01-01 00:00:00 UTC'")
        machine.cannot(name, f"rm -r '{folder}'")
        machine.cannot(name, f"sh -c 'echo > \"{folder}/{NAME}.ipynb\"'")
        assert machine.run(f"cd '{folder}' && find . -type f | sort | xargs sha256sum") == before

    def test_feedback_is_closed(self, returned, name):
        returned.machine.cannot(name, f"ls {FEEDBACK}")
        returned.machine.cannot(name, f"ls /home/{OTHER[name]}/course/work/{NAME}/feedback")
        assert own_feedback(returned, name) != own_feedback(returned, OTHER[name])

    def test_servers_are_closed_on_the_hub_and_beside_it(self, hub, name):
        hub.people[name].ask("GET", "api/contents", of=OTHER[name], status=403)
        hub.people["instructor"].ask("GET", "api/contents", of=name, status=403)
        for port in listening(hub, OTHER[name]):
            answer = httpx.get(f"http://127.0.0.1:{port}/user/{OTHER[name]}/api/contents")
            assert answer.status_code in (302, 403) and "Start here" not in answer.text

    def test_a_kernel_cannot_be_listened_to(self, hub, name):
        """Its channels are no ports. On one it listens for what programs print that it started, and says nothing."""
        before = listening(hub, name)
        assert len(before) == 1
        kernel = hub.people[name].ask("POST", "api/kernels", status=201, json={}).json()["id"]
        try:
            opened = until(lambda: listening(hub, name) - before, "the kernel listens for what its programs print")
            assert len(opened) == 1 and all(map(only_takes, opened))
        finally:
            hub.people[name].ask("DELETE", f"api/kernels/{kernel}", status=204)


def test_nobody_hands_in_as_somebody_else(graded):
    before = points(graded)
    submit = f"cd ~/course && PMCOURSE_EXCHANGE=/srv/pmcourse-exchange /opt/pmcourse/bin/nbgrader submit {NAME}"
    graded.machine.run(f"{submit} --student ada", "bob")

    answer = graded.people["instructor"].ask("POST", f"formgrader/api/assignment/{NAME}/collect").json()
    assert not answer["success"] and "says that ada hands in, but it belongs to bob" in answer["log"]
    said = graded.machine.run(f"{PMCOURSE} grade {NAME} --force", "instructor", status=1)
    assert "says that ada hands in, but it belongs to bob" in said
    assert points(graded) == before


def own_feedback(hub, name):
    [path] = {
        submission["local_feedback_path"]
        for one in hub.people[name].assignments()
        for submission in one.get("submissions", ())
        if submission["local_feedback_path"]
    }
    return hub.people[name].read(f"{path}/{NAME}.html")


def listening(hub, account):
    """The ports of the network on which an account's processes listen."""
    number = hub.machine.run(f"id --user {account}").strip()
    rows = [line.split() for line in hub.machine.run("cat /proc/net/tcp /proc/net/tcp6").splitlines()]
    return {int(row[1].rsplit(":", 1)[1], 16) for row in rows if row[3] == "0A" and row[7] == number}


def only_takes(port):
    """Whether it is a ZeroMQ socket of the kind PULL, from which nothing comes: of all, it alone greets a PUSH."""
    greeted, refused = zmq.EVENT_HANDSHAKE_SUCCEEDED, zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_DISCONNECTED
    with zmq.Context() as context, context.socket(zmq.PUSH) as ours:
        ours.linger = 0
        events = ours.get_monitor_socket(greeted | refused | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL)
        ours.connect(f"tcp://127.0.0.1:{port}")
        assert events.poll(DEADLINE * 1000), f"port {port} does not answer"
        said = recv_monitor_message(events)["event"]
        ours.disable_monitor()
    return said == greeted
