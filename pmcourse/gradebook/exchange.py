"""nbgrader's exchange, where nobody moves, changes or removes what another has handed in, even who knows its name."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment, ExchangeSubmit
from traitlets import Float, Unicode

from pmcourse.gradebook.handed_in import without_outputs
from pmcourse.kit.trust import trust


class ReleaseIntoSticky(ExchangeReleaseAssignment):
    """Release; entries of inbound are their owners'."""

    def init_dest(self) -> None:
        """Make the folders."""
        super().init_dest()
        with contextlib.suppress(PermissionError):  # another instructor made it
            os.chmod(self.inbound_path, stat.S_IMODE(os.stat(self.inbound_path).st_mode) | stat.S_ISVTX)


class FetchTrusted(ExchangeFetchAssignment):
    """Fetch; what is to the byte as it was released starts when it is opened, as the lessons do.

    In this course alone: everybody may make a folder in an exchange, and call it a course.
    """

    course = Unicode(help="The course whose assignments start.").tag(config=True)

    def copy_files(self) -> None:
        """Fetch, and tell Jupyter that what came is the course's own."""
        super().copy_files()
        if not self.course or self.coursedir.course_id != self.course:
            return
        there, here = Path(self.src_path), Path(self.dest_path)
        pairs = ((path, here / path.relative_to(there)) for path in there.rglob("*.ipynb"))
        trust(mine for path, mine in pairs if mine.is_file() and mine.read_bytes() == path.read_bytes())


class SubmitClosed(ExchangeSubmit):
    """Hand in a folder that its owner alone can write; nbgrader opens it to all, so that instructors can remove it.

    A notebook that is too large for the course is handed in without what its cells have printed and drawn.
    """

    file_mb = Float(16, help="Megabytes of a notebook that goes with its outputs.").tag(config=True)

    def copy_files(self) -> None:
        """Hand in, and close the folder."""
        super().copy_files()
        os.chmod(os.path.join(self.inbound_path, self.assignment_filename), 0o755)

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy the folder, with large notebooks made small."""
        notebooks = (path for path in Path(src).rglob("*.ipynb") if path.is_file())
        large = [path for path in notebooks if path.stat().st_size > self.file_mb * 1e6]
        rest = self.get_size(src) - sum(path.stat().st_size for path in large)
        if not large or rest > self.coursedir.max_dir_size * 1000:
            super().do_copy(src, dest, log)
            return
        with TemporaryDirectory() as made:
            small = Path(made, "small")
            shutil.copytree(src, small, ignore=lambda place, names: {p.name for p in large if p.parent == Path(place)})
            for path in large:
                self.log.warning("%s is very large: what its cells have printed is not handed in.", path.name)
                (small / path.relative_to(src)).write_bytes(without_outputs(path.read_bytes()))
            super().do_copy(str(small), dest, log)
