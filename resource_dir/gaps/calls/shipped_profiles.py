"""Profiles that come with the product."""

import json
from functools import cache
from importlib.resources import files

from resource_dir.gaps.calls.profile_reading import read_profile
from resource_dir.gaps.calls.profiles import CallProfile


@cache
def shipped_profiles() -> dict[str, CallProfile]:
    """By name, in the order of their names."""
    folder = files("resource_dir.gaps.calls") / "shipped"
    found = [
        read_profile(json.loads(file.read_text("utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".json")
    ]
    return {profile.name: profile for profile in sorted(found, key=lambda each: each.name)}
