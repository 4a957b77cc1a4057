"""Run a module to its end and write this process's own peak memory: `child FILE MODULE ARGUMENT…`.

The peak that the system reports to a parent starts at the parent's own size, which here holds
whole indexes; the kernel's mark of this process does not.
"""

from __future__ import annotations

import atexit
import resource
import runpy
import sys
from pathlib import Path


def peak_mb() -> float:
    """Return the largest resident memory that this process had, in MB."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def main(told: Path, module: str) -> None:
    """Run `module` as the main program, and write the peak to `told` however it ends."""
    atexit.register(lambda: told.write_text(f"{peak_mb():.1f}", encoding="utf-8"))
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _, file, name, *sys.argv[1:] = sys.argv
    main(Path(file), name)
