"""Requests in, responses out: fetch, check, call one operation, answer."""
