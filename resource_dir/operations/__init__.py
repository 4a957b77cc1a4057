"""What people do, one function each: called alike by a page, the API and the command line.

The first argument is a Session. Operations flush; whoever called commits.
"""
