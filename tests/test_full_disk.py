"""A disk that fills up, for real: a tmpfs in a mount namespace of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT

UNSHARE = ["unshare", "--map-root-user", "--mount"]


def may_mount() -> bool:
    command = [*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return shutil.which("unshare") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="needs leave to mount a tmpfs in a namespace of its own")
@pytest.mark.parametrize(("room", "floor"), [(600_000, 0), (3_000_000, 16 << 20)], ids=["ENOSPC", "floor"])
def test_a_full_disk_ends_with_3_tears_nothing_and_the_next_run_completes(tmp_path: Path, room: int, floor: int) -> None:
    """Once the disk says so itself, once the floor of free space is reached before."""
    command = [*UNSHARE, sys.executable, "-m", "tests.full_disk", str(tmp_path), str(room), str(floor)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["codes"] == [3, 3, 0]
    assert outcome["damages"] == []
    assert outcome["differences"] == []
