"""How likely it is that a bed is free now, given the last report and its age.

`counting` turns a unit's reports into counts, `chain` those into a chance, `fleet` fits what all
units share; `reading`, `judging` and `picture` compare it with what happened. Plain Python, because
pages of responders use it: nothing here may load what only planning needs.
"""
