"""A machine with a hub on it, set up by the commands in deploy/README.md, that vanishes with the test.

It is this machine in namespaces of its own: what is made in /etc, /home, /srv, /var, /opt lies in memory above the real
folders, no process of it is seen outside or outlives it, and its network reaches nothing. Only what takes long is ready
beforehand: the packages are those of this environment, and the proxy comes from npm once, into ~/.cache.
"""

import ctypes
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import websocket

T = TypeVar("T")
PROJECT = Path(__file__).parents[2]
COPIED = (
    "pmcourse", "notebooks", "source", "release", "tests", "deploy", "course_config.py", "nbgrader_config.py",
    "requirements.txt", "pyproject.toml", "README.md", "LICENSE",
)  # fmt: skip
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "pmcourse" / "hub"
DEADLINE = 900  # seconds for any one thing to come about; a busy machine is slow, not broken
INSTRUCTORS, LEARNERS = ("instructor", "second"), ("ada", "bob")
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET

# The machine's first process makes its disk, says so, and then takes up what others leave, like any first process.
# $1: this environment, $2: Python, $3: what of the way to Python is closed to other accounts (or nothing), $4: a copy
# of the project, $5: where npm has put the proxy.
_DISK = r"""
set -eu
mount -t tmpfs -o mode=700 none /mnt
stack() {
  up="/mnt/up${1//\//+}"; mkdir -p "$up" "$up.work" "$1"; chmod --reference="${2:-$1}" "$up"
  mount -t overlay none -o "lowerdir=${2:-$1},upperdir=$up,workdir=$up.work" "$1"
}
for folder in /etc /home /opt /srv /var /usr/local; do stack "$folder"; done
stack /opt/pmcourse "$1"
grep -lIZ "^#!$1/" /opt/pmcourse/bin/* | xargs -0 sed -i "1s|^#!$1/|#!/opt/pmcourse/|"
mkdir /mnt/project /mnt/npm /mnt/python; mount --bind "$4" /mnt/project; mount --bind "$5" /mnt/npm
mkdir -m 1777 /mnt/tmp; mount --bind "$2" /mnt/python; mount --bind /mnt/tmp /tmp
if [ -n "$3" ]; then mount -t tmpfs -o mode=755 none "$3"; mkdir -p "$2"; mount --bind /mnt/python "$2"; fi
mkdir /mnt/shims; ln -s "$2/bin/python3" /mnt/shims/python3
echo '#!/bin/sh
exec "$@"' > /mnt/shims/sudo
echo '#!/bin/sh -e
test "$*" = "install --global configurable-http-proxy"
ln -s /mnt/npm/node_modules/.bin/* /usr/local/bin' > /mnt/shims/npm
chmod +x /mnt/shims/*
ip link set lo up
echo ready; sleep infinity & wait
"""


_PROFILE = "umask 007; export PMCOURSE_EXCHANGE=/srv/pmcourse-exchange\n"  # of instructors


def until(what: Callable[[], T | None], named: str) -> T:
    """What `what` returns as soon as it returns something; fails, by name, after the deadline."""
    deadline = time.monotonic() + DEADLINE
    while not (found := what()):
        assert time.monotonic() < deadline, f"not after {DEADLINE} s: {named}"
        time.sleep(0.2)
    return found


@dataclass
class Machine:
    """The machine: `run` gives a command to an account on it."""

    first: subprocess.Popen
    pid: int

    def run(self, command: str, account: str = "root", status: int | None = 0, given: str | None = None) -> str:
        """What a command printed, given by root, or in a fresh login of the account.

        `status`: how it must end; None: anyhow.
        """
        whole = ["runuser", *(["--login"] if account != "root" else []), account, "--command", command]
        done = subprocess.run(self._inside(whole), input=given, capture_output=True, text=True, timeout=DEADLINE)
        said = done.stdout + done.stderr
        assert status in (None, done.returncode), f"{account}: {command}\nended with {done.returncode}: {said}"
        return said

    def start(self, script: str, log: Path, **variables: str) -> subprocess.Popen:
        """Start a shell script of root's in the copy of the project."""
        with log.open("w") as out:
            return subprocess.Popen(
                self._inside(["bash", "-euc", f"cd /mnt/project\n{script}"]),
                env=os.environ | variables, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def add(self, account: str) -> None:
        """A new account, whose password is its name and -1."""
        self.run(f"useradd --create-home --shell /bin/bash {account}")
        self.run("chpasswd", given=f"{account}:{account}-1\n")

    def cannot(self, account: str, command: str) -> None:
        """The operating system refuses this to the account."""
        said = self.run(f"LC_ALL=C {command}", account, status=None)
        assert "Permission denied" in said or "Operation not permitted" in said, f"{account}: {command}\n{said}"

    def _inside(self, command: list[str]) -> list[str]:
        return ["nsenter", f"--target={self.pid}", "--mount", "--net", "--pid", "--", *command]


@dataclass
class Person:
    """Somebody who has logged in to the hub, and has a server there."""

    name: str
    hub: "Hub"
    client: httpx.Client

    def ask(self, method: str, path: str, of: str = "", status: int | None = 200, **more: Any) -> httpx.Response:
        """Ask one's own server, or that of somebody else. `status`: how it must answer; None: anyhow."""
        answer = self.client.request(method, f"/user/{of or self.name}/{path}", **more)
        assert status is None or answer.status_code == status, (
            f"{self.name}: {path}: {answer} {answer.text[-2000:]}\n{self.hub.said()}"
        )
        return answer

    def start_server(self) -> None:
        """Ask for one's server, without waiting."""
        answer = self.client.post(f"/hub/api/users/{self.name}/server")
        assert answer.status_code in (201, 202), answer.text

    def await_server(self) -> None:
        def ready() -> bool:
            answer = self.client.get(f"/hub/api/users/{self.name}").json()
            assert answer["servers"], f"{self.name}'s server did not start:\n{self.hub.log.read_text()}"
            return answer["servers"][""]["ready"]

        until(ready, f"{self.name}'s server is ready")

    def restart_server(self) -> None:
        self.client.delete(f"/hub/api/users/{self.name}/server")
        until(lambda: not self.client.get(f"/hub/api/users/{self.name}").json()["servers"], "the server has stopped")
        self.start_server()
        self.await_server()

    def write(self, path: str, text: str) -> None:
        """Save a text file, and its folders, as JupyterLab does it."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            self.ask("PUT", f"api/contents/{'/'.join(parts[:depth])}", status=None, json={"type": "directory"})
        wanted = {"type": "file", "format": "text", "content": text}
        self.ask("PUT", f"api/contents/{path}", status=None, json=wanted).raise_for_status()

    def read(self, path: str) -> str:
        return self.ask("GET", f"api/contents/{path}?type=file&format=text").json()["content"]

    def assignments(self, action: str = "", name: str = "08-backlog") -> list[dict[str, Any]]:
        """The Assignment List, after one of its buttons was pressed: fetch, submit or fetch_feedback."""
        course = {"course_id": "product-management", "assignment_id": name}
        if action:
            found = self.ask("POST", f"assignments/{action}", params=course).json()
        else:
            found = self.ask("GET", "assignments", params=course).json()
        assert found["success"], found["value"]
        return [one for one in found["value"] if one["assignment_id"] == name]

    def formgrader(self, path: str) -> None:
        """Press a button of the formgrader, and see that it worked."""
        done = self.ask("POST", f"formgrader/api/{path}").json()
        assert done["success"], f"{path}: {done.get('error')}\n{done.get('log')}"

    def execute(self, code: str) -> str:
        """Run code in a fresh kernel; returns all that it printed, and the name of the error that ended it."""
        kernel = self.ask("POST", "api/kernels", status=201, json={}).json()["id"]
        line = websocket.create_connection(
            f"wss://localhost/user/{self.name}/api/kernels/{kernel}/channels",
            header={"Authorization": self.client.headers["Authorization"]},
            sslopt={"ca_certs": str(self.hub.certificate), "check_hostname": False},
            timeout=DEADLINE,
        )
        try:
            asked = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request"}
            content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
            message = {"header": asked, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
            line.send(json.dumps(message | {"buffers": []}))
            said = ""
            while True:
                got = json.loads(line.recv())
                if got["parent_header"].get("msg_id") == asked["msg_id"]:
                    said += got["content"].get("text", "") + got["content"].get("ename", "")
                    if got["msg_type"] == "status" and got["content"]["execution_state"] == "idle":
                        return said
        finally:
            line.close()
            self.ask("DELETE", f"api/kernels/{kernel}", status=204)


@dataclass
class Hub:
    """The hub that runs on `machine`; `people` have logged in, by name."""

    machine: Machine
    log: Path
    certificate: Path
    people: dict[str, Person] = field(default_factory=dict)

    def said(self) -> str:
        """What it wrote of servers that came and went, and what went wrong."""
        return "\n".join(line for line in self.log.read_text().splitlines() if re.search(r"proxy|spawn|\[[CE] ", line))

    def client(self) -> httpx.Client:
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        trusted.check_hostname = False  # it names the machine, and is asked here as localhost
        return httpx.Client(base_url="https://localhost", verify=trusted, timeout=DEADLINE)

    def log_in(self, name: str, password: str) -> httpx.Response:
        """What the hub answers to name and password, on its login page. The client comes along as `.client`."""
        client = self.client()
        client.get("/hub/login")
        form = {"username": name, "password": password, "_xsrf": client.cookies["_xsrf"]}
        answer = client.post("/hub/login", data=form)
        answer.client = client
        return answer

    def enter(self, name: str) -> Person:
        """Log in, and ask for a server without waiting for it."""
        answer = self.log_in(name, f"{name}-1")
        assert answer.status_code == 302, f"{name} cannot log in: {answer} {answer.text}\n{self.log.read_text()}"
        client = answer.client
        client.get("/hub/home")
        xsrf = next(cookie.value for cookie in client.cookies.jar if cookie.name == "_xsrf" and cookie.path == "/hub/")
        token = client.post(f"/hub/api/users/{name}/tokens", headers={"X-XSRFToken": xsrf}, json={})
        assert token.status_code == 201, token.text
        person = self.people[name] = Person(name, self, self.client())
        person.client.headers["Authorization"] = f"token {token.json()['token']}"
        person.start_server()
        return person


def _commands() -> str:
    """The commands in deploy/README.md that set a hub up, and start it at last."""
    readme = (PROJECT / "deploy" / "README.md").read_text(encoding="utf-8")
    [commands] = re.findall(r"^```bash\n(.*?)^```", readme, re.M | re.S)
    return commands


def _closed(folder: Path) -> Path | None:
    """The highest folder on the way that other accounts cannot pass."""
    return next((one for one in reversed((folder, *folder.parents)) if not one.stat().st_mode & 1), None)


def _npm() -> Path:
    """Where JupyterHub's proxy is, from npm: fetched once."""
    if not (CACHE / "node_modules" / ".bin" / "configurable-http-proxy").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        fetch = ["npm", "install", "--silent", "--prefix", str(CACHE), "configurable-http-proxy"]
        subprocess.run(fetch, check=True, timeout=DEADLINE)
    return CACHE


def _project(folder: Path) -> Path:
    """A copy of the project, with the setting that the README tells to make, and nothing due in our time."""
    for name in COPIED:
        if (PROJECT / name).is_dir():
            left = shutil.ignore_patterns("__pycache__", "answers", ".ipynb_checkpoints")
            shutil.copytree(PROJECT / name, folder / name, ignore=left)
        else:
            shutil.copy(PROJECT / name, folder / name)
    settings = folder / "course_config.py"
    text = settings.read_text().replace("    db_url=", "    groupshared=True,\n    db_url=").replace("2027", "2127")
    settings.write_text(text)
    return folder


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with four accounts; the instructors' shells are set up as the README says."""
    python = Path(sys.base_prefix)
    command = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc"]
    command += ["--kill-child", "bash", "-c", _DISK, "machine", sys.prefix, str(python), str(_closed(python) or "")]
    command += [str(_project(tmp_path_factory.mktemp("project"))), str(_npm())]
    first = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline() == "ready\n", "the machine's disk could not be made"
        children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
        machine = Machine(first, int(children[0]))
        for account in (*INSTRUCTORS, *LEARNERS):
            machine.add(account)
        for account in INSTRUCTORS:
            machine.run("cat >> ~/.profile", account, given=_PROFILE)
        yield machine
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=DEADLINE)


@pytest.fixture(scope="session")
def hub(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The hub as the README sets it up, all its people logged in, and this process in its network."""
    place = tmp_path_factory.mktemp("hub")
    log, certificate = place / "hub.log", place / "hub.pem"
    others = "sudo usermod --append --groups instructors second\n"  # "and each other instructor"
    process = machine.start(
        _commands().replace("sudo usermod", f"{others}sudo usermod", 1), log,
        PATH="/mnt/shims:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", PIP_ROOT_USER_ACTION="ignore",
        PIP_NO_INDEX="1", PIP_NO_BUILD_ISOLATION="0",  # with the packages that are there
    )  # fmt: skip
    with _in_network_of(machine.pid):
        hub = Hub(machine, log, certificate)

        def up() -> bool:
            assert process.poll() is None, f"the commands of deploy/README.md ended:\n{log.read_text()}"
            try:
                certificate.write_bytes(Path(f"/proc/{machine.pid}/root/etc/pmcourse-hub/hub.pem").read_bytes())
                return hub.client().get("/hub/api").status_code == 200
            except (OSError, httpx.TransportError, ssl.SSLError):
                return False

        until(up, "the hub answers")
        with ThreadPoolExecutor() as threads:  # which are in this one's network
            for person in threads.map(hub.enter, (*INSTRUCTORS, *LEARNERS)):
                person.await_server()
        yield hub
        print(log.read_text())


@contextmanager
def _in_network_of(pid: int) -> Iterator[None]:
    """This thread in the network of another process."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as ours, open(f"/proc/{pid}/ns/net") as theirs:
        assert libc.setns(theirs.fileno(), _NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())
        try:
            yield
        finally:
            assert libc.setns(ours.fileno(), _NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())
