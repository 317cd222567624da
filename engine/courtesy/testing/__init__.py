"""What tests of programs that embed Courtesy need: a policy that answers as it is told, and a clock that they set."""

from courtesy.testing.clock import Clock
from courtesy.testing.fixed_policy import Asked, FixedPolicy

__all__ = ["Asked", "Clock", "FixedPolicy"]
