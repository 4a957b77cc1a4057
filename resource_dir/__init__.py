"""Community resource inventory and referral directory for co-responder teams."""
