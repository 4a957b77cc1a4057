"""Free beds: reported, asked for, reminded of, doubted."""
