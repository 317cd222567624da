"""The Authorization API 1.0 of AuthZEN, in the words of follow-up.

A subject acts, an action is a channel with a purpose, and a resource is a contact, or a thing that a policy declares.
"""
