"""Read, write and check Human Services Data Specification packages. Knows no database of ours."""

from resource_dir.hsds._repair_phone import split_phone
from resource_dir.hsds.findtreatment import read_findtreatment
from resource_dir.hsds.package import Package, read_package
from resource_dir.hsds.recognition import recognition_keys
from resource_dir.hsds.report import (
    WITHHELD,
    KnownWithheld,
    ReadReport,
    Rejection,
    Repair,
    Row,
    WithheldMark,
)

__all__ = [
    "WITHHELD",
    "KnownWithheld",
    "Package",
    "ReadReport",
    "Rejection",
    "Repair",
    "Row",
    "WithheldMark",
    "read_findtreatment",
    "read_package",
    "recognition_keys",
    "split_phone",
]
