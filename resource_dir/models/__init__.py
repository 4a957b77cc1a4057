"""The inventory: one table per file, typed; no queries and no Flask here."""

from resource_dir.models.accessibility import Accessibility
from resource_dir.models.account import ROLES, Account, Membership
from resource_dir.models.account_link import AccountLink, Attempt
from resource_dir.models.account_session import AccountSession, ApiToken
from resource_dir.models.address import Address
from resource_dir.models.address_point import AddressPoint, AddressSource
from resource_dir.models.area import Area, AreaLayer
from resource_dir.models.attribute import Attribute
from resource_dir.models.audit import AuditEntry, AuditHead
from resource_dir.models.base import AUDIENCES, Base, UtcDateTime
from resource_dir.models.bed_forecast import BedForecast, ForecastFleet
from resource_dir.models.bed_link import BedLink, BedReach
from resource_dir.models.call import CallBatch, CallDataSet, CallImport, CallProfile
from resource_dir.models.capacity import Capacity, CapacityReport
from resource_dir.models.claim import Claim
from resource_dir.models.contact import Contact
from resource_dir.models.correction import CorrectedField, ImportConflict
from resource_dir.models.cost_option import CostOption
from resource_dir.models.criterion import Criterion
from resource_dir.models.crosswalk import Crosswalk, CrosswalkEntry, CrosswalkVersion
from resource_dir.models.draft import Draft
from resource_dir.models.failed_search import FailedSearch
from resource_dir.models.funding import Funding
from resource_dir.models.hold import Hold
from resource_dir.models.language import Language
from resource_dir.models.listing_document import ChangeCounter, ListingDocument
from resource_dir.models.listing_need import ListingNeed
from resource_dir.models.listing_report import ListingReport
from resource_dir.models.listing_setting import BedSetting, ListingSetting
from resource_dir.models.location import Location
from resource_dir.models.meta_table_description import MetaTableDescription
from resource_dir.models.metadata import Metadata
from resource_dir.models.organization import Organization
from resource_dir.models.organization_identifier import OrganizationIdentifier
from resource_dir.models.phone import Phone
from resource_dir.models.planning import (
    OtherDemand,
    PlanningAssumption,
    PublishedTable,
    Scenario,
    TeamShift,
)
from resource_dir.models.point_lookup import PointLookup
from resource_dir.models.program import Program
from resource_dir.models.required_document import RequiredDocument
from resource_dir.models.revision import Revision, RevisionChange
from resource_dir.models.schedule import Schedule
from resource_dir.models.second_factor import Passkey, RecoveryCode, UsedChallenge
from resource_dir.models.service import Service
from resource_dir.models.service_area import ServiceArea
from resource_dir.models.service_at_location import ServiceAtLocation
from resource_dir.models.service_capacity import ServiceCapacity
from resource_dir.models.source import Assertion, Source
from resource_dir.models.taxonomy import Taxonomy
from resource_dir.models.taxonomy_term import TaxonomyTerm
from resource_dir.models.unit import Unit
from resource_dir.models.url import Url
from resource_dir.models.verification import ListingUse, VerificationCall
from resource_dir.models.withheld_mark import WithheldKey, WithheldMark

__all__ = [
    "AUDIENCES",
    "ROLES",
    "Accessibility",
    "Account",
    "AccountLink",
    "AccountSession",
    "Address",
    "AddressPoint",
    "AddressSource",
    "ApiToken",
    "Area",
    "AreaLayer",
    "Assertion",
    "Attempt",
    "Attribute",
    "AuditEntry",
    "AuditHead",
    "Base",
    "BedForecast",
    "BedLink",
    "BedReach",
    "BedSetting",
    "CallBatch",
    "CallDataSet",
    "CallImport",
    "CallProfile",
    "Capacity",
    "CapacityReport",
    "ChangeCounter",
    "Claim",
    "Contact",
    "CorrectedField",
    "CostOption",
    "Criterion",
    "Crosswalk",
    "CrosswalkEntry",
    "CrosswalkVersion",
    "Draft",
    "FailedSearch",
    "ForecastFleet",
    "Funding",
    "Hold",
    "ImportConflict",
    "Language",
    "ListingDocument",
    "ListingNeed",
    "ListingReport",
    "ListingSetting",
    "ListingUse",
    "Location",
    "Membership",
    "MetaTableDescription",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "OtherDemand",
    "Passkey",
    "Phone",
    "PlanningAssumption",
    "PointLookup",
    "Program",
    "PublishedTable",
    "RecoveryCode",
    "RequiredDocument",
    "Revision",
    "RevisionChange",
    "Scenario",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
    "TeamShift",
    "Unit",
    "Url",
    "UsedChallenge",
    "UtcDateTime",
    "VerificationCall",
    "WithheldKey",
    "WithheldMark",
]
