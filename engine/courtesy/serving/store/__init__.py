"""Policies that come from a folder, a bundle or an address, and can change while a service answers.

with courtesy.serving.store.PolicyStore("policies", "/var/lib/agency") as store:
    store.current("northgate")

One process looks at the source and moves the pointer of the store (`Activator`); every process that answers follows
the pointer (`Follower`). `PolicyStore` is both.
"""

from courtesy.serving.store.policy_store import PolicyStore
from courtesy.serving.store.report import Failure, Stage
from courtesy.serving.store.status import StoreStatus

__all__ = ["Failure", "PolicyStore", "Stage", "StoreStatus"]
