"""nbgrader's exchange, where nobody moves, changes or removes what another has handed in, even who knows its name."""

from __future__ import annotations

import contextlib
import os
import stat

from nbgrader.exchange.default import ExchangeReleaseAssignment, ExchangeSubmit


class ReleaseIntoSticky(ExchangeReleaseAssignment):
    """Release; entries of inbound are their owners'."""

    def init_dest(self) -> None:
        """Make the folders."""
        super().init_dest()
        with contextlib.suppress(PermissionError):  # another instructor made it
            os.chmod(self.inbound_path, stat.S_IMODE(os.stat(self.inbound_path).st_mode) | stat.S_ISVTX)


class SubmitClosed(ExchangeSubmit):
    """Hand in a folder that its owner alone can write; nbgrader opens it to all, so that instructors can remove it."""

    def copy_files(self) -> None:
        """Hand in, and close the folder."""
        super().copy_files()
        os.chmod(os.path.join(self.inbound_path, self.assignment_filename), 0o755)
