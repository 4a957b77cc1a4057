"""How people change listings: every change has an author, a history and a way back."""
