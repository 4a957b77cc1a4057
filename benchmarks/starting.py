"""Import the application and name which of the modules given as arguments came with it."""

import sys

import resource_dir.app  # noqa: F401  # this is what is measured

print(" ".join(name for name in sys.argv[1:] if name in sys.modules))
