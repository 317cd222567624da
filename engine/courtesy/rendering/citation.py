"""Where guidance comes from, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courtesy.model.policy import Citation, PolicySource


def origin(citation: Citation, policy: PolicySource, *, interpretation: bool) -> str:
    """Where the guidance comes from: who changes what the source says; its title, section and paragraph."""
    source = policy.sources.get(citation.ref)
    parts = [source.title if source else citation.ref]
    if citation.section:
        parts.append(f"\N{LEFT DOUBLE QUOTATION MARK}{citation.section}\N{RIGHT DOUBLE QUOTATION MARK}")
    if citation.paragraph is not None:
        parts.append(f"paragraph {citation.paragraph}")
    if citation.changed_by is not None:
        return f"{citation.changed_by.replace('@', ' ')}, which changes {', '.join(parts)}"
    return ", ".join(parts) + (" (the policy's interpretation)" if interpretation else "")
