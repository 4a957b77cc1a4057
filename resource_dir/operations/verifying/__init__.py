"""Is a listing still right? Who was asked, what was said, and who should be asked next."""
