"""JupyterHub for one course on one Linux machine: everybody has an account there, the instructors grade.

README.md beside this file says what has to be there first. JupyterHub runs as root and so does this file: keep it where
root alone can write, and start it with: jupyterhub --config /etc/pmcourse-hub/jupyterhub_config.py
"""

import grp
import os
import pwd
import sys
from pathlib import Path

import pmcourse

INSTRUCTORS = "instructors"  # the group of accounts that release and grade
COURSE = Path("/srv/pmcourse")  # the project, readable by the instructors alone
LESSONS = Path("/srv/pmcourse-lessons")  # what learners get; put a corrected lesson here
EXCHANGE = Path("/srv/pmcourse-exchange")  # where work changes hands
SETTINGS = Path("/etc/pmcourse-hub")  # certificate and key, beside this file
STATE = Path("/var/lib/pmcourse-hub")  # the hub's database and secret, for root alone
MEMORY = 4 << 30  # bytes that each process of a learner may hold
PROCESSES = 1000  # processes and threads of a learner at one time
PROGRAMS = Path(sys.prefix) / "bin"  # the virtual environment that everybody uses

c = get_config()  # noqa: F821 - given by JupyterHub

STATE.mkdir(mode=0o700, exist_ok=True)
STATE.chmod(0o700)
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.port = 443
c.JupyterHub.ssl_cert = str(SETTINGS / "hub.pem")
c.JupyterHub.ssl_key = str(SETTINGS / "hub.key")

c.JupyterHub.authenticator_class = "jupyterhub.auth.PAMAuthenticator"
c.Authenticator.allow_all = True  # everybody with an account; nobody is admin, who could open everybody's server
c.Authenticator.blocked_users = {"root"}

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.default_url = "/lab/tree/notebooks/00-start-here.ipynb"
c.Spawner.args = [
    "--KernelManager.transport=ipc",  # over the network, everybody on the machine could read what a kernel prints
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # seconds; a full machine is slow


def open_the_course(spawner):
    """Learners work in their own copy of the lessons and within limits, instructors in the project itself."""
    account = pwd.getpwnam(spawner.user.name)
    home = Path(account.pw_dir)
    if home.stat().st_mode & 0o077:
        home.chmod(0o700)
    server = [str(PROGRAMS / "jupyterhub-singleuser")]
    if grp.getgrnam(INSTRUCTORS).gr_gid in os.getgrouplist(account.pw_name, account.pw_gid):
        folder, umask = COURSE, 0o007  # what one instructor makes, the others can change
        spawner.cmd = server
    else:
        folder, umask = home / "course", 0o077
        limits = ["prlimit", f"--data={MEMORY}", f"--nproc={PROCESSES}", "--core=0"]
        hand_out = [str(PROGRAMS / "python"), "-P", "-m", "pmcourse.authoring.handout", str(LESSONS), str(folder), "--"]
        spawner.cmd = limits + hand_out + server
    spawner.notebook_dir = str(folder)
    spawner.popen_kwargs = {"umask": umask}
    quiet = Path(pmcourse.__file__).parent / "jupyter"  # no question about news
    spawner.environment = {
        "PMCOURSE_EXCHANGE": str(EXCHANGE),
        "JUPYTER_CONFIG_PATH": f"{folder}:{quiet}",  # the server starts in the home folder, and finds the course so
        "PATH": f"{PROGRAMS}:/usr/local/bin:/usr/bin:/bin",
    }


c.Spawner.pre_spawn_hook = open_the_course
