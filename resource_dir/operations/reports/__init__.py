"""What anybody notes about a listing; a steward answers."""
