"""What changes cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """What a day of each costs, in dollars: editable, judgement by default."""

    place_day: float = 350.0  # one staffed place around the clock
    intake_hour: float = 60.0  # one hour of somebody at the door
    team_hour: float = 180.0  # an officer, a clinician and the car
    site_day: float = 600.0  # rent and upkeep of a new house, without its places
    change_day: float = 20.0  # a rule that changes: training, insurance
