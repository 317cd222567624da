"""Policies are found in projects and installed packages, and a project is read as a file is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.loading.installed import installed_policies

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """courtesy: 1
id: {name}
version: {version}
title: A policy
rules: [{{id: a.b, level: must, applies_to: {{channel: sms}}, forbid: true}}]
"""


def write(file: Path, name: str = "northgate", version: str = "1.0.0", more: str = "") -> None:
    """A policy in a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(POLICY.format(name=name, version=version) + more, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> courtesy.Project:
    """A project with two versions in folders, and another policy in a file."""
    write(tmp_path / "rules/northgate/1.0.0/policy.yaml")
    write(tmp_path / "rules/northgate/2.0.0/policy.yml", version="2.0.0")
    write(tmp_path / "rules/south.yaml", name="southgate", version="0.2.1")
    (tmp_path / "waivers.yaml").write_text("[]", encoding="utf-8")
    (tmp_path / "courtesy.yaml").write_text(
        "policies: [rules]\npolicy: ./rules/south.yaml\nwaivers: waivers.yaml\nzone: America/New_York\n"
    )
    return courtesy.load_project(tmp_path)


def test_a_project_says_what_its_file_says(project: courtesy.Project, tmp_path: Path) -> None:
    """Paths of a project are whole, wherever it is read from; the file and its folder are the same project."""
    home = tmp_path.resolve()
    assert (home / "courtesy.yaml", (home / "rules",)) == (project.location, project.policies)
    assert (str(home / "rules/south.yaml"), home / "waivers.yaml") == (project.policy, project.waivers)
    assert "America/New_York" == project.zone
    assert project == courtesy.load_project(tmp_path / "courtesy.yaml")


def test_a_project_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A folder without a project file is told, and folders above it are not looked through."""
    (tmp_path / "courtesy.yaml").write_text("zone: UTC\n")
    (tmp_path / "below").mkdir()
    with pytest.raises(courtesy.InvalidInputError, match=r"courtesy\.yaml"):
        courtesy.load_project(tmp_path / "below")


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("northgate", ["1.0.0", "2.0.0"]),
        ("northgate@^1", ["1.0.0"]),
        ("northgate@2.0.0", ["2.0.0"]),
        ("southgate@~0.2", ["0.2.1"]),
        ("hire-wire", ["1.0.0"]),
    ],
)
def test_names_stand_for_versions(name: str, versions: list[str], project: courtesy.Project) -> None:
    """A name stands for all its versions, or those of a range, or one."""
    found = courtesy.load_policies(name, project=project)
    assert versions == [policy.version for policy in found.versions]
    assert versions[-1] == courtesy.load_policy(name, project=project).version


def test_without_the_project_its_names_are_unknown(project: courtesy.Project) -> None:
    """Nothing is looked for beyond what is given; a near name is told."""
    with pytest.raises(courtesy.PolicyNotFoundError):
        courtesy.load_policies("northgate")
    with pytest.raises(courtesy.PolicyNotFoundError) as raised:
        courtesy.load_policies("nortgate", project=project)
    assert "did you mean `northgate`?" == raised.value.help()


def test_policies_are_listed_with_their_origin(project: courtesy.Project) -> None:
    """The project's policies come first, the newest version of each first."""
    listed = [(one.id, one.version, one.origin) for one in courtesy.list_policies(project=project)]
    assert [
        ("northgate", "2.0.0", "project"),
        ("northgate", "1.0.0", "project"),
        ("southgate", "0.2.1", "project"),
        ("hire-wire", "1.0.0", "Courtesy"),
    ] == listed


def test_a_policy_that_cannot_be_read_keeps_no_other_from_being_found(project: courtesy.Project) -> None:
    """A broken file is told to whoever asks for it by the name of its folder, and to nobody else."""
    broken = project.policies[0] / "broken/1.0.0/policy.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("id: [\n", encoding="utf-8")
    assert "2.0.0" == courtesy.load_policy("northgate", project=project).version
    with pytest.raises(courtesy.InvalidInputError, match=r"broken/1\.0\.0/policy\.yaml"):
        courtesy.load_policies("broken", project=project)


def test_an_installed_package_offers_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that an entry point names is looked through for policies, and its code is not run."""
    write(tmp_path / "northgate_policies/northgate/1.0.0/policy.yaml")
    (tmp_path / "northgate_policies/__init__.py").write_text("raise RuntimeError\n")
    dist = tmp_path / "northgate_policies-1.0.dist-info"
    dist.mkdir()
    (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: northgate-policies\nVersion: 1.0\n")
    (dist / "entry_points.txt").write_text("[courtesy.policies]\nnorthgate = northgate_policies\nold = gone_policies\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    installed_policies.cache_clear()
    try:
        assert ["1.0.0"] == [policy.version for policy in courtesy.load_policies("northgate").versions]
        origins = {one.id: one.origin for one in courtesy.list_policies()}
        assert {"northgate": "package northgate-policies", "hire-wire": "Courtesy"} == origins
    finally:
        installed_policies.cache_clear()


def test_the_case_says_which_policy_is_to_judge() -> None:
    """What a case names is kept, for whoever chooses its policy; a policy that is chosen judges it all the same."""
    policy = courtesy.load_policy("hire-wire")
    case = policy.case(policy="northgate@1.2.0", zone="UTC")
    assert "northgate@1.2.0" == case.policy
    assert case == courtesy.from_dict(courtesy.Case, courtesy.to_dict(case))
