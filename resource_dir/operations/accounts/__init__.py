"""Who may sign in, and how: accounts, sessions, second factors, links, tokens."""
