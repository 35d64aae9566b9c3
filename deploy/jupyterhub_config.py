"""JupyterHub for one course on one Linux machine: everybody has an account there, the instructor grades.

Set the names below, then: jupyterhub --config deploy/jupyterhub_config.py. What has to be there first stands in
README.md beside this file.
"""

from pathlib import Path

INSTRUCTORS = {"instructor"}  # accounts that may administer the hub
COURSE = Path("/srv/pmcourse")  # the project, readable by the instructors alone
PROGRAMS = Path("/opt/pmcourse/bin")  # the virtual environment that everybody uses
EXCHANGE = Path("/srv/pmcourse-exchange")  # where work changes hands

c = get_config()  # noqa: F821 - given by JupyterHub

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.JupyterHub.authenticator_class = "jupyterhub.auth.PAMAuthenticator"
c.Authenticator.admin_users = INSTRUCTORS
c.Authenticator.allow_all = True  # everybody with an account on the machine

c.Spawner.cmd = [str(PROGRAMS / "jupyterhub-singleuser")]
c.Spawner.environment = {"PMCOURSE_EXCHANGE": str(EXCHANGE)}
c.Spawner.default_url = "/lab/tree/notebooks/00-start-here.ipynb"
c.Spawner.args = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
c.Spawner.mem_limit = "1G"  # read by spawners that can hold it, such as SystemdSpawner
c.Spawner.http_timeout = 60


def open_the_course(spawner):
    """Learners work in their own copy of the lessons, instructors in the project itself."""
    spawner.notebook_dir = str(COURSE) if spawner.user.name in INSTRUCTORS else "~/course"


c.Spawner.pre_spawn_hook = open_the_course
