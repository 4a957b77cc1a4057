"""How kinds of reports, parts of a listing and outcomes are called."""

from resource_dir.web.texts import N_

KINDS = {
    "said_free": N_("They said how many are free"),
    "takes_people": N_("They answered: they take people"),
    "is_full": N_("They answered: full"),
    "no_answer": N_("Nobody answered"),
    "wrong_phone": N_("Wrong phone"),
    "wrong_hours": N_("Wrong hours"),
    "closed_or_moved": N_("Closed or moved"),
    "turned_away": N_("We were turned away"),
    "not_as_described": N_("Not as described"),
    "other": N_("Something else"),
    "suggestion": N_("Suggested edit"),
}
SECTIONS = {
    "basics": N_("Name and description"),
    "phones": N_("Phone, e-mail, website"),
    "hours": N_("Hours"),
    "place": N_("Address and how to get there"),
    "who": N_("Who is taken"),
    "documents": N_("What to bring, cost"),
    "beds": N_("Beds"),
    "other": N_("Something else"),
}
OUTCOMES = {
    "accepted": N_("Accepted: the steward takes care of it."),
    "edited": N_("The listing was changed."),
    "rejected": N_("Not taken over."),
}
