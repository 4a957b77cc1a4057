"""What call types mean: from call type (and disposition) to needs, with weights.

A weight is the share of the calls of a type that ask for the need. A type may ask for several; its
weights need not sum to 1, for one person may need a ride and a bed, and most calls ask for nothing.
"""
