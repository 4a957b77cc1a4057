"""Free beds: reported in one tap, with who said it and when."""
