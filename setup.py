"""What setup.cfg can't say: two folders beside the package travel inside it.

templates/ and seed_data/ lie at the top of the checkout, and an installed copy carries them as
resource_dir/templates and resource_dir/seed_data.
"""

from setuptools import find_packages, setup

BESIDE_THE_PACKAGE = {"resource_dir.templates": "templates", "resource_dir.seed_data": "seed_data"}

setup(
    packages=[*find_packages(include=["resource_dir", "resource_dir.*"]), *BESIDE_THE_PACKAGE],
    package_dir=BESIDE_THE_PACKAGE,
)
