"""The project speaks of itself alone: it names no package registry, and so installs from wherever its user does."""

from tests.architecture.repository import files, place

# Written in two halves, so that this list is not itself a finding.
REGISTRIES = [
    f"{name}.{domain}"
    for name, domain in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb.debian", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
    )
]
INDEX_OPTIONS = ("--index-url", "--extra-index-url", "--find-links", "--trusted-host")


def test_no_file_names_a_package_registry() -> None:
    found = []
    for file in files():
        text = file.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{place(file)} {host}" for host in REGISTRIES if host in text]

    assert found == []


def test_no_lock_says_where_to_install_from() -> None:
    locks = [file for file in files() if file.suffix == ".lock"]

    assert locks
    assert [place(lock) for lock in locks for option in INDEX_OPTIONS if option in lock.read_text()] == []
