"""What is probably not meant in a policy that is valid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.policy import Policy
from courtesy.api.waiving import waivers_file
from courtesy.errors import InvalidInputError
from courtesy.loading.left_out import rule_files_left_out
from courtesy.loading.policy_catalog import SHIPPED, taken_by
from courtesy.loading.policy_loader import read_policy
from courtesy.loading.waivers import waivers_beside
from courtesy.model.lineage import CALENDAR_WORDS, mentions
from courtesy.model.verdict import Notice
from courtesy.values import FactType
from courtesy.wording.statements import is_so
from courtesy.wording.text import joined, short_digest, verb_for, without_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.compiling.identity import Identity
    from courtesy.loading.policy_folders import Found
    from courtesy.loading.project import Project


def oversights(policy: Policy, project: Project | None = None) -> tuple[Notice, ...]:
    """What is told beside a policy that loads.

    Rule files that are not included, waivers that are not read, a name that another content has already, inherited
    rules that do not know the days of the policy, facts whose sentences nobody has written, and words that are called
    what others are called.
    """
    return (
        *_left_out(policy),
        *_taken(policy, project),
        *_waivers_unread(policy, project),
        *_calendar_kept(policy),
        *_unworded(policy),
        *_namesakes(policy),
    )


def _calendar_kept(policy: Policy) -> Iterator[Notice]:
    """Inherited rules that count business days keep the calendar of their own policy, and this one states another."""
    source = policy.source
    own = source.setting
    kept = [
        rule.id
        for rule in policy.rules
        if rule.setting is not None
        and rule.setting.with_calendar_of(own) != rule.setting
        and not rule.locked
        and mentions(rule.tree, *CALENDAR_WORDS)
    ]
    if kept and source.parent is not None:
        message = (
            f"{joined(f'`{name}`' for name in kept)} {verb_for(len(kept), 'keeps')} the calendar of the policy that "
            f"{'it is' if len(kept) == 1 else 'they are'} from, not this one's: to change that, write "
            "`change: {all: {calendar: policy}}`"
        )
        yield Notice(code="calendar-kept", message=message)


def _unworded(policy: Policy) -> Iterator[Notice]:
    """A fact that is true or false does not say how verdicts state the one and the other."""
    manifest = policy.source.manifest
    for name in manifest.get("facts", ()) if manifest is not None else ():
        declared = policy.source.vocabulary.facts[name]
        if declared.type is not FactType.BOOLEAN:
            continue
        sentences = {"says": declared.says, "denies": declared.denies}
        lacking = [key for key, said in sentences.items() if not said]
        if not lacking or any("{}" in said for said in sentences.values()):
            continue
        reads = joined(f"`{is_so(declared, positive=key == 'says')}`" for key in lacking)
        several = len(lacking) > 1
        message = (
            f"`{name}` has {'neither `says` nor `denies`' if several else f'no `{lacking[0]}`'}, so that verdicts say "
            f"{reads}: write {'the two sentences as people say them' if several else 'the sentence as people say it'}"
        )
        yield Notice(code="unworded-fact", message=message)


def _namesakes(policy: Policy) -> Iterator[Notice]:
    """A fact, channel, purpose or role of the policy is called what another one is called: rules read the same."""
    manifest, vocabulary = policy.source.manifest, policy.source.vocabulary
    called: dict[str, dict[str, str]] = {
        "facts": {name: fact.title for name, fact in vocabulary.facts.items()},
        "channels": {name: channel.noun.name for name, channel in vocabulary.channels.items()},
        "purposes": {name: noun.name for name, noun in vocabulary.purposes.items()},
        "roles": {name: noun.name for name, noun in vocabulary.roles.items()},
    }
    for section, names in called.items():
        first: dict[str, str] = {}
        own = manifest.get(section, ()) if manifest is not None else ()
        for name, said in names.items():
            other = first.setdefault(without_article(said).casefold(), name)
            if other != name and name in own:
                message = (
                    f"`{name}` is called `{said}`, as `{other}` is, so that rules about the one read like rules about "
                    "the other: call it something else"
                )
                yield Notice(code="same-words", message=message)


def _waivers_unread(policy: Policy, project: Project | None) -> Iterator[Notice]:
    """Waivers lie beside the policy, and the project names another file of them."""
    beside = waivers_beside(Path(policy.source.location), policy.version)
    if beside is not None and waivers_file(policy.source, project) != beside and not _same(beside, project):
        message = f"`{beside.name}` is not read: the project names another file of waivers"
        yield Notice(code="waivers-not-read", message=message)


def _same(file: Path, project: Project | None) -> bool:
    return project is not None and project.waivers is not None and project.waivers.resolve() == file.resolve()


def _left_out(policy: Policy) -> Iterator[Notice]:
    """A rule file lies beside the manifest and is not included."""
    for name in rule_files_left_out(policy.source):
        message = f"`{name}` holds rules and is not included: name it under `include`, or move it elsewhere"
        yield Notice(code="not-included", message=message)


def _taken(policy: Policy, project: Project | None) -> Iterator[Notice]:
    """Another policy at hand has this id and version, and other content: verdicts would not tell the two apart."""
    for found in taken_by(policy.id, policy.version, Path(policy.source.location), project):
        other = _identity(found, project)
        if other is None or other == policy.identity:
            continue
        where = "that comes with Courtesy" if found.origin == SHIPPED else f"in {found.location}"
        how = "whose words are others"
        if other.digest != policy.digest:
            how = f"whose digest begins with {short_digest(other.digest)}"
        message = f"this is not the {policy.id} {policy.version} {where}, {how}: give it an id or a version of its own"
        yield Notice(code="taken-name", message=message)


def _identity(found: Found, project: Project | None) -> Identity | None:
    """The digests of another policy; None where it is none."""
    source, problems = read_policy(found.location, project=project)
    if source is None or problems:
        return None
    try:
        return Policy(source, matcher="native").identity
    except InvalidInputError:
        return None
