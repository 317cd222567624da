"""Values that are frozen to the ground: their mappings, lists and sets cannot be changed either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

if TYPE_CHECKING:
    from collections.abc import Callable

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenMap(dict[_K, _V], Generic[_K, _V]):
    """A mapping that cannot be changed, and can be hashed where its values can."""

    __slots__ = ("__weakref__",)

    def __hash__(self) -> int:  # type: ignore[override]  # a dictionary that never changes
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Callable[..., FrozenMap[_K, _V]], tuple[dict[_K, _V]]]:
        return FrozenMap, (dict(self),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(_FROZEN)

    __setitem__ = __delitem__ = update = clear = pop = popitem = setdefault = _refuse
    __ior__ = _refuse


_FROZEN = "this mapping is part of a frozen value: make another one"


class Frozen(Struct, frozen=True, weakref=True):
    """Base of values that callers make: what they are given in lists, sets and mappings is frozen as well."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if (kept := frozen(value)) is not value:
                force_setattr(self, name, kept)


def frozen(value: Any) -> Any:
    """The same value with tuples for lists, frozen sets for sets and frozen mappings for mappings, all the way down."""
    match value:
        case str() | None | FrozenMap():
            return value
        case tuple():
            kept = tuple(frozen(item) for item in value)
            return value if all(map(_same, kept, value)) else kept
        case list():
            return tuple(frozen(item) for item in value)
        case set():
            return frozenset(value)
        case Mapping():
            return FrozenMap({key: frozen(item) for key, item in value.items()})
        case _:
            return value


def _same(one: object, other: object) -> bool:
    return one is other
