"""Findings about the vault: root, directory, units, custodians, and the receipt log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count

from tmac.core.checkup import Finding, bad, good, warning
from tmac.vault import demonstration, receipts, receipts_key
from tmac.vault.chain import Chain, DemonstrationRoot, NoRoot, UnsoundDirectory, chain, root_path
from tmac.vault.formats import signing
from tmac.vault.formats.directory import RECEIPT_OWNER
from tmac.vault.models import UnitKeyWrap
from tmac.vault.recipients import CENTRE_OFFICE

_THRESHOLD = 2
_KNOWN_ROOT = "It is that of the demonstration: everybody can make keys with it."
_OWN_ROOT = "Begin with an empty TMAC_VAR and a root of your own."
_HEAD_IS_LATE = timedelta(hours=3)


def findings(now: datetime) -> Iterator[Finding]:
    try:
        checked = chain()
    except NoRoot:
        remedy = "Make one on a machine without network: ./tmac vault root create."
        yield bad("directory of keys", "There is no root key: nobody can send a report.", remedy)
    except DemonstrationRoot:
        yield bad("root key", _KNOWN_ROOT, _OWN_ROOT)
    except UnsoundDirectory:
        remedy = "Keep the machine as it is. Compare with an exported copy: ./tmac vault verify."
        yield bad("directory of keys", "It does not lead back to the pinned root.", remedy)
    else:
        yield from _directory(checked)
        yield from _units(checked)
        yield _custodians(checked)
        yield from _receipt_key(checked)
    yield _head(now)


def _directory(checked: Chain) -> Iterator[Finding]:
    count = len(checked.entries)
    yield good("directory of keys", f"All {count:,} entries lead back to the pinned root.")
    given, kept = settings.ENV.vault_root_key.strip(), root_path()
    if checked.directory.root_key == signing.public_half(demonstration.root_seed()):
        yield (warning if settings.DEMO else bad)("root key", _KNOWN_ROOT, _OWN_ROOT)
    elif given and kept.exists() and kept.read_text().strip() != given:
        remedy = "Find out which one is right; remove the other."
        yield bad("root key", f"TMAC_VAULT_ROOT_KEY and {kept} differ.", remedy)
    elif given:
        yield good("root key", "Pinned by TMAC_VAULT_ROOT_KEY, outside the database.")
    else:
        yield good("root key", f"Pinned by {kept}, outside the database.")


def _units(checked: Chain) -> Iterator[Finding]:
    units = checked.directory.all_present("unit")
    if CENTRE_OFFICE not in {unit.owner for unit in units}:
        remedy = f"Make the key of {CENTRE_OFFICE}: reports of provinces without a key go there."
        yield bad("units", "The centre has no key.", remedy)
    live = UnitKeyWrap.objects.filter(officer_key__retired_at__isnull=True).order_by()
    members = dict(live.values_list("unit_key_id").annotate(n=Count("pk")))
    counts = {unit.owner: _members(members, unit.key_id) for unit in units}
    for office, count in counts.items():
        if count == 0:
            remedy = "Make a new key for the unit, or revoke this one: nobody can read its reports."
            yield bad("units", f"The key of {office} has no member.", remedy)
        elif count == 1:
            remedy = "Let a second officer set up a key and be admitted."
            sentence = f"Only one officer holds the key of {office}: what if he loses it?"
            yield warning("units", sentence, remedy)
    if counts and min(counts.values()) > 1:
        yield good("units", f"{len(counts)} units have keys, each with two members or more.")


def _members(counts: dict[object, int], key_id: str) -> int:
    return next((count for known, count in counts.items() if str(known) == key_id), 0)


def _custodians(checked: Chain) -> Finding:
    count = len(checked.directory.all_present("custodian"))
    if count < _THRESHOLD:
        remedy = "Enter custodians: ./tmac vault custodian add. Contacts cannot be sealed before."
        return bad("custodians", f"There are {count}; identities need two.", remedy)
    if count == _THRESHOLD:
        remedy = "Enter a third: when one of two is lost, no identity can be opened any more."
        return warning("custodians", "There are two and no spare one.", remedy)
    return good("custodians", f"There are {count}.")


def _receipt_key(checked: Chain) -> Iterator[Finding]:
    if not receipts_key.path().exists():
        remedy = "Enter it: ./tmac vault receipt-key."
        yield warning("receipt key", "It is not made yet.", remedy)
        return
    entry = checked.directory.present("receipt", RECEIPT_OWNER)
    if entry is None or entry.public_key_bytes != receipts.public_key():
        remedy = "Restore receipt.key from the backup, or enter the new one with the root key."
        yield bad("receipt key", "It is not the one that the directory names.", remedy)
    else:
        yield good("receipt key", "It is the one that the directory names.")


def _head(now: datetime) -> Finding:
    head = receipts.latest_head()
    if head is None:
        remedy = "Run ./tmac tick, or let ./tmac serve keep the timer."
        return warning("receipt log", "No head was signed yet.", remedy)
    sentence = f"{head.size:,} receipts under the head of {head.at:%Y-%m-%d %H:%M}."
    if now - head.at > _HEAD_IS_LATE:
        remedy = "Run ./tmac tick and read what it says."
        return warning("receipt log", sentence, remedy)
    return good("receipt log", sentence)
