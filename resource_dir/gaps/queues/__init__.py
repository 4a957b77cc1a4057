"""Who is turned away and who waits: loss and delay systems, steady and over the week."""
